package dev.plumb.transport;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.RemoteHost;
import dev.plumb.remote.Reply;
import dev.plumb.remote.Request;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.StreamedProcess;
import dev.plumb.remote.Target;
import dev.plumb.remote.UnreachableException;
import dev.plumb.remote.batch.Script;
import dev.plumb.remote.batch.ShellLoop;
import dev.plumb.remote.batch.StreamedScript;
import dev.plumb.remote.batch.Timeouts;
import dev.plumb.value.Secret;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A host with one long-lived shell for each user, over any {@link HostConnection}.
 *
 * <p>When a command times out, a second shell kills its processes; later questions are still
 * answered. If that fails, the shell is closed, and unanswered questions end as {@link Exec.Lost}.
 */
public class ShellHost implements RemoteHost {

  private final Target target;
  private final HostConnection link;
  private final Timeouts limits;
  private final SecureRandom random = new SecureRandom();
  private final Map<RunAs, Shell> shells = new ConcurrentHashMap<>();
  private final Set<ShellProcess> streams = ConcurrentHashMap.newKeySet();
  private final AtomicInteger roundTrips = new AtomicInteger();

  public ShellHost(Target target, HostConnection link, Timeouts limits) {
    this.target = target;
    this.link = link;
    this.limits = limits;
  }

  @Override
  public List<Reply> send(List<Request> requests) {
    Map<RunAs, List<Integer>> byUser = new LinkedHashMap<>();
    Reply[] replies = new Reply[requests.size()];
    for (int i = 0; i < replies.length; i++) {
      Request request = requests.get(i);
      replies[i] = new Reply(List.of(), List.of());
      if (!request.steps().isEmpty() || !request.questions().isEmpty()) {
        byUser.computeIfAbsent(userOf(request.runAs()), _ -> new ArrayList<>()).add(i);
      }
    }
    if (!byUser.isEmpty()) {
      Map<RunAs, Shell> used = open(List.copyOf(byUser.keySet()));
      roundTrips.incrementAndGet();
      exchange(requests, byUser, used, replies);
    }
    return List.of(replies);
  }

  @Override
  public StreamedProcess stream(RunAs as, Command command) {
    RunAs user = userOf(as);
    discardShellsIf(link.connect());
    Shell shell;
    try {
      shell = startDedicated(user);
    } catch (IOException _) {
      // As in open: nothing was sent yet.
      link.close();
      discardShellsIf(link.connect());
      try {
        shell = startDedicated(user);
      } catch (IOException e) {
        throw new UnreachableException(ConnectErrors.connectionLost(target, e));
      }
    }
    roundTrips.incrementAndGet();
    Shell busy = shell;
    ShellProcess running =
        shell.stream(
            new StreamedScript(nonce(), command),
            command.timeout().orElse(limits.step()),
            () -> killJob(user, busy, 0));
    streams.removeIf(ShellProcess::isClosed);
    streams.add(running);
    return running;
  }

  /** Starts a shell for a single use. */
  private Shell startDedicated(RunAs user) throws IOException {
    Shell shell = start(user);
    awaitGreeting(user, shell);
    return shell;
  }

  private RunAs userOf(RunAs as) {
    boolean isLogin = as.user().map(user -> user.value().equals(link.loginUser())).orElse(true);
    return isLogin ? RunAs.LOGIN : as;
  }

  private Map<RunAs, Shell> open(List<RunAs> users) {
    discardShellsIf(link.connect());
    try {
      return openShells(users);
    } catch (IOException _) {
      // The connection was lost some time ago. Nothing was sent on it yet, so a new one is safe.
      link.close();
      discardShellsIf(link.connect());
    }
    try {
      return openShells(users);
    } catch (IOException e) {
      throw new UnreachableException(ConnectErrors.connectionLost(target, e));
    }
  }

  private void discardShellsIf(boolean newConnection) {
    if (newConnection) {
      shells.values().forEach(Shell::close);
      shells.clear();
    }
  }

  private Map<RunAs, Shell> openShells(List<RunAs> users) throws IOException {
    Map<RunAs, Shell> used = new LinkedHashMap<>();
    for (RunAs user : users) {
      Shell shell = shells.get(user);
      if (shell == null || !shell.isUsable()) {
        shell = start(user);
        shells.put(user, shell);
      }
      used.put(user, shell);
    }
    // A single shell gets its script before it greets. Of several, none may start work until
    // all have greeted: a failure is an exception, which discards all replies.
    for (Map.Entry<RunAs, Shell> entry : used.entrySet()) {
      Shell shell = entry.getValue();
      boolean asksFirst = entry.getKey().user().isPresent() && target.becomePassword().isPresent();
      if ((used.size() > 1 || asksFirst) && !shell.hasGreeted()) {
        awaitGreeting(entry.getKey(), shell);
      }
    }
    return used;
  }

  private void awaitGreeting(RunAs user, Shell shell) throws IOException {
    try {
      shell.awaitGreeting(greetingLimit());
    } catch (Shell.StartException e) {
      if (e.connectionLost) {
        throw new IOException(e.output());
      }
      throw new UnreachableException(ConnectErrors.shellFailed(target, link.loginUser(), user, e));
    }
  }

  private Duration greetingLimit() {
    return target.connectTimeout().plus(limits.grace());
  }

  private Shell start(RunAs as) throws IOException {
    String greeting = nonce();
    String prompt = nonce();
    Optional<Secret> password = as.user().flatMap(_ -> target.becomePassword());
    List<String> words =
        as.user().isEmpty()
            ? ShellLoop.loginCommand(greeting)
            : password.isPresent()
                ? ShellLoop.becomeWithPasswordCommand(as.toString(), greeting, prompt)
                : ShellLoop.becomeCommand(as.toString(), greeting);
    return new Shell(link.start(words), new Shell.Handshake(greeting, prompt, password));
  }

  private void exchange(
      List<Request> requests,
      Map<RunAs, List<Integer>> byUser,
      Map<RunAs, Shell> used,
      Reply[] replies) {
    List<RunAs> users = List.copyOf(byUser.keySet());
    List<Thread> others = new ArrayList<>();
    for (RunAs user : users.subList(1, users.size())) {
      Runnable conversation =
          () -> sendInOrder(user, used.get(user), byUser.get(user), requests, replies);
      others.add(Thread.ofPlatform().daemon().name("plumb-conversation").start(conversation));
    }
    RunAs first = users.getFirst();
    try {
      sendInOrder(first, used.get(first), byUser.get(first), requests, replies);
    } finally {
      others.forEach(ShellHost::join);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendInOrder(
      RunAs user,
      @Nullable Shell opened,
      @Nullable List<Integer> places,
      List<Request> requests,
      Reply[] replies) {
    Shell shell = Objects.requireNonNull(opened);
    for (int place : Objects.requireNonNull(places)) {
      Request request = requests.get(place);
      try {
        if (!shell.isUsable()) {
          shell = start(user);
          shell.awaitGreeting(greetingLimit());
        }
        Script script = Script.of(request, nonce(), limits);
        replies[place] = shell.exchange(script, limits, (s, job) -> killJob(user, s, job));
      } catch (IOException e) {
        replies[place] = lost(request, String.valueOf(e.getMessage()));
      } catch (Shell.StartException e) {
        if (!e.connectionLost && places.getFirst() == place) {
          throw new UnreachableException(
              ConnectErrors.shellFailed(target, link.loginUser(), user, e));
        }
        replies[place] = lost(request, e.output());
      }
    }
    shells.put(user, shell);
  }

  private static Reply lost(Request request, String why) {
    Exec lost = new Exec.Lost(why);
    return request.steps().isEmpty()
        ? new Reply(List.of(), Collections.nCopies(request.questions().size(), lost))
        : new Reply(List.of(lost), List.of());
  }

  /** Kills the current job of a shell. A failure here shows in that shell. */
  private void killJob(RunAs user, Shell shell, int job) {
    Shell second = null;
    try {
      second = start(user);
      second.awaitGreeting(greetingLimit());
      Command kill =
          Command.of(ShellLoop.killCommand(shell.processId(), shell.folder(), job))
              .withTimeout(limits.grace());
      Script script = Script.of(Request.ask(RunAs.LOGIN, List.of(kill)), nonce(), limits);
      Reply _ = second.exchange(script, limits, (_, _) -> {});
    } catch (IOException | Shell.StartException _) {
      // The first shell gets more time, and is closed when nothing is received.
    } finally {
      if (second != null) {
        second.close();
      }
    }
  }

  private String nonce() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public int roundTrips() {
    return roundTrips.get();
  }

  @Override
  public void abort() {
    streams.forEach(ShellProcess::close);
    shells.values().forEach(Shell::close);
    link.abort();
  }

  @Override
  public void close() {
    streams.forEach(ShellProcess::close);
    shells.values().forEach(Shell::close);
    shells.clear();
    link.close();
  }
}
