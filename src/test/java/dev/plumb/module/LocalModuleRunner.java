package dev.plumb.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Bytes;
import dev.plumb.value.Content;
import dev.plumb.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs a module for real, on this machine and within a throw-away folder, and checks unasked what
 * must hold: a look leaves the folder as it is, and after the steps a second look is in sync.
 */
public final class LocalModuleRunner {

  private final Path folder;
  private final List<Exec> ran = new ArrayList<>();

  private LocalModuleRunner(Path folder) {
    this.folder = folder;
  }

  public static LocalModuleRunner in(Path folder) {
    return new LocalModuleRunner(folder);
  }

  /** Looks and plans; nothing in the folder may change. */
  public <S extends Record, T> Plan<T> check(ModuleHarness<S, T> module, String yaml) {
    S spec = module.read(yaml);
    String before = manifest();
    Plan<T> plan = module.plan(spec, probe(module, spec)).plan();
    assertThat(manifest()).as("the folder after a check").isEqualTo(before);
    return plan;
  }

  /** Looks, plans, does what is planned, and looks again. Gives back the last finding's result. */
  public <S extends Record, T> Map<String, Value> apply(ModuleHarness<S, T> module, String yaml) {
    Plan<T> plan = check(module, yaml);
    S spec = module.read(yaml);
    ran.clear();
    boolean mustSettle =
        switch (plan) {
          case Plan.InSync<T> _ -> true;
          case Plan.Needed<T>(List<Change> changes, T _) -> {
            changes.forEach(change -> change.steps().forEach(this::mustSucceed));
            yield true;
          }
          case Plan.Action<T>(List<Change> changes, Plan.CheckVerdict _) -> {
            changes.forEach(change -> change.steps().forEach(this::mustSucceed));
            yield false;
          }
          case Plan.Waiting<T> _, Plan.Blocked<T> _, Plan.Refused<T> _ ->
              fail("cannot be applied: %s", ModuleHarness.Planned.show(plan));
        };
    T found = probe(module, spec);
    if (mustSettle) {
      assertThat(ModuleHarness.Planned.show(module.module().plan(spec, found)))
          .as("the plan of a second run")
          .isEqualTo("in sync");
    }
    return module.module().result(spec, found, ran);
  }

  /** What the steps of a plan end with, up to the first that fails. */
  public List<Exec> run(Plan<?> plan) {
    ran.clear();
    List<Change> changes =
        switch (plan) {
          case Plan.Needed<?>(List<Change> needed, Object _) -> needed;
          case Plan.Action<?>(List<Change> acting, Plan.CheckVerdict _) -> acting;
          case Plan.InSync<?> _, Plan.Waiting<?> _, Plan.Blocked<?> _, Plan.Refused<?> _ ->
              List.of();
        };
    for (Step step : changes.stream().flatMap(change -> change.steps().stream()).toList()) {
      Exec ending = execute(step);
      ran.add(ending);
      if (!(ending instanceof Exec.Exited exited && exited.succeeded())) {
        break;
      }
    }
    return List.copyOf(ran);
  }

  /** What a probe finds now. */
  public static <S extends Record, T> T probe(ModuleHarness<S, T> module, S spec) {
    Probe<T> probe = module.module().probe(spec);
    return switch (probe.read(probe.questions().stream().map(LocalModuleRunner::ask).toList())) {
      case Reading.Observed<T>(T state) -> state;
      case Reading.Unreadable<T>(String why) -> fail("could not look: %s", why);
    };
  }

  private static Exec ask(Command question) {
    Exec ending = run(question);
    if (question.mergeable() && ending instanceof Exec.Exited exited) {
      // What merging relies on: one record that ends with the argument, or one line of complaint.
      if (exited.succeeded()) {
        assertThat(exited.out()).endsWith(question.words().getLast() + "\0");
      } else {
        assertThat(exited.out()).isEmpty();
        assertThat(exited.err().lines()).hasSize(1);
      }
    }
    return ending;
  }

  private void mustSucceed(Step step) {
    Exec ending = execute(step);
    ran.add(ending);
    if (!(ending instanceof Exec.Exited exited && exited.succeeded())) {
      fail("%s ended as %s", step, ending);
    }
  }

  private static Exec execute(Step step) {
    return switch (step) {
      case Step.Run(Command command) -> run(command);
      case Step.Await(Command until, var _, var _) -> run(until);
      case Step.Reconnect(Command command, var _, var _) -> run(command);
      case Step.Write write -> write(write);
      case Step.Pipe feed -> fail("needs more than this machine: %s", feed);
    };
  }

  private static Exec write(Step.Write write) {
    Path path = Path.of(write.path().value());
    Path fresh = path.resolveSibling(".fresh");
    try {
      switch (write.content()) {
        case Content.Inline(Bytes bytes) -> Files.write(fresh, bytes.toArray());
        case Content.LocalFile(String from, long _, var _) ->
            Files.copy(Path.of(from), fresh, StandardCopyOption.REPLACE_EXISTING);
      }
      boolean old = Files.exists(path);
      String mode =
          write.mode().isPresent()
              ? write.mode().get().toString()
              : old ? "--reference=" + path : "0644";
      mustRun("chmod", mode, fresh.toString());
      write.owner().ifPresent(user -> mustRun("chown", user.value(), fresh.toString()));
      write.group().ifPresent(group -> mustRun("chgrp", group.value(), fresh.toString()));
      if (write.validate().isPresent()) {
        Exec valid =
            run(
                Command.of(
                    write.validate().get().words().stream()
                        .map(word -> word.equals("%s") ? fresh.toString() : word)
                        .toList()));
        if (!(valid instanceof Exec.Exited exited && exited.succeeded())) {
          Files.delete(fresh);
          return valid;
        }
      }
      if (write.backup() && old) {
        Files.copy(path, path.resolveSibling(path.getFileName() + ".20260101T000000~"));
      }
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
      return Exec.Exited.of(0, "", "");
    } catch (IOException e) {
      return Exec.Exited.of(1, "", e.toString());
    }
  }

  private static void mustRun(String... words) {
    assertThat(run(Command.of(words))).isEqualTo(Exec.Exited.of(0, "", ""));
  }

  /** Runs a command here. What cannot be started ends as a shell says it. */
  public static Exec run(Command command) {
    try {
      Path out = Files.createTempFile("out", "");
      Path err = Files.createTempFile("err", "");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command.words())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(command.environment());
        command.folder().ifPresent(in -> builder.directory(Path.of(in).toFile()));
        Process process = builder.start();
        try (var input = process.getOutputStream()) {
          input.write(command.input().toArray());
        } catch (IOException e) {
          // It did not want to read all of it.
        }
        int status = process.waitFor();
        return new Exec.Exited(
            status, Bytes.of(Files.readAllBytes(out)), Bytes.of(Files.readAllBytes(err)));
      } catch (IOException e) {
        return Exec.Exited.of(127, "", "sh: 1: " + command.words().getFirst() + ": not found\n");
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Exec.Lost("interrupted");
    }
  }

  /** Everything in the folder: names, modes, owners, times and digests. */
  public String manifest() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted().map(LocalModuleRunner::line).collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(Path path) {
    try {
      var attributes =
          Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return "%s %s %s %s %s"
          .formatted(
              path,
              PosixFilePermissions.toString(attributes.permissions()),
              attributes.owner(),
              attributes.lastModifiedTime(),
              attributes.isRegularFile() ? Bytes.of(Files.readAllBytes(path)).sha256() : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
