package dev.plumb.module.system;

import dev.plumb.change.Change;
import dev.plumb.change.FileText;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.files.TextFile;
import dev.plumb.module.Arg;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.Presence;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Bytes;
import dev.plumb.value.Content;
import dev.plumb.value.RemotePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Manages kernel parameters: in the running kernel, and in a file for later boots. */
public final class SysctlModule implements TaskModule<SysctlModule.Spec, SysctlModule.State> {

  record Spec(
      @Arg(doc = "The kernel parameter.", example = "net.ipv4.ip_forward", aliases = "key")
          SysctlKey name,
      @Arg(
              doc = "The value; true and false mean 1 and 0. Required with state present.",
              example = "'1'",
              aliases = "val")
          Optional<String> value,
      @Arg(
              doc =
                  "Whether the file must contain the parameter. With absent the running kernel"
                      + " keeps its value.",
              example = "absent",
              defaultValue = "present")
          Presence state,
      @Arg(
              doc = "The file that sets the parameter when the host boots.",
              example = "/etc/sysctl.d/99-plumb.conf",
              defaultValue = "/etc/sysctl.conf")
          RemotePath sysctlFile,
      @Arg(
              doc =
                  "Whether to set the value in the running kernel too. Unlike Ansible, every run"
                      + " checks it, and other lines of the file are not loaded.",
              example = "false",
              defaultValue = "true")
          boolean reload,
      @Arg(doc = "Same as reload; either is enough.", example = "true", defaultValue = "false")
          boolean sysctlSet,
      @Arg(
              doc =
                  "Whether a parameter that the kernel does not have is only written to the file.",
              example = "true",
              defaultValue = "false")
          boolean ignoreerrors) {

    Spec {
      if (state == Presence.PRESENT && value.isEmpty()) {
        throw new IllegalArgumentException("needs \"value\" for state present");
      }
      if (value.filter(text -> text.contains("\n")).isPresent()) {
        throw new IllegalArgumentException("takes a value of one line");
      }
      value = value.map(Spec::asKernelPrints);
    }

    private static String asKernelPrints(String text) {
      return switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "true", "yes", "on", "y", "t" -> "1";
        case "false", "no", "off", "n", "f" -> "0";
        default -> SysctlKey.normalize(text);
      };
    }

    boolean setsRunningValue() {
      return state == Presence.PRESENT && (reload || sysctlSet);
    }
  }

  record State(RunningValue running, TextFile file) {}

  /** The value in the running kernel. */
  sealed interface RunningValue {
    record NotRequested() implements RunningValue {}

    /** The kernel has no such parameter; perhaps the kernel module that adds it is not loaded. */
    record NoSuchSetting() implements RunningValue {}

    /** A value with single spaces. */
    record Present(String text) implements RunningValue {}
  }

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of(
        "sysctl",
        Spec.class,
        "Manages kernel parameters: in the running kernel, and in a file for later boots.");
  }

  @Override
  public Probe<State> probe(Spec spec) {
    return Probe.combine(
        spec.setsRunningValue()
            ? Probe.of(
                Command.of("cat", "--", "/proc/sys/" + spec.name().path()), SysctlModule::parse)
            : Probe.<RunningValue>constant(new RunningValue.NotRequested()),
        TextFile.probe(spec.sysctlFile()),
        State::new);
  }

  static Reading<RunningValue> parse(Exec.Exited cat) {
    if (cat.succeeded()) {
      return Reading.of(new RunningValue.Present(SysctlKey.normalize(cat.out())));
    }
    String error = cat.err().strip();
    return error.endsWith(": No such file or directory")
        ? Reading.of(new RunningValue.NoSuchSetting())
        : Reading.unreadable("The kernel parameter could not be read: " + error);
  }

  @Override
  public Plan<State> plan(Spec spec, State found) {
    if (found.running() instanceof RunningValue.NoSuchSetting && !spec.ignoreerrors()) {
      return Plan.blocked(
          Diagnostic.error(
              "No such kernel parameter",
              """
              The running kernel has no parameter %s. If a kernel module adds it, load that module in \
              an earlier task. To only write it to %s, add:
                  ignoreerrors: true\
              """
                  .formatted(spec.name(), spec.sysctlFile())));
    }
    List<Change> changes = new ArrayList<>();
    RunningValue running = found.running();
    String value = spec.value().orElse("");
    if (running instanceof RunningValue.Present(String now) && !now.equals(value)) {
      changes.add(
          Change.of("value", now, value, Step.run("sysctl", "-w", spec.name() + "=" + value)));
      running = new RunningValue.Present(value);
    }
    List<String> persisted =
        found.file().text().lines().flatMap(line -> spec.name().valueIn(line).stream()).toList();
    List<String> wanted =
        spec.state() == Presence.PRESENT ? spec.value().stream().toList() : List.of();
    // When the host boots the last line wins, but a second one is one too many.
    if (persisted.equals(wanted)) {
      return Plan.of(changes, new State(running, found.file()));
    }
    Bytes after = Bytes.utf8(edit(spec, found.file().text()));
    Content content = new Content.Inline(after);
    Optional<Content> before =
        found.file() instanceof TextFile.Present(Bytes bytes)
            ? Optional.of(new Content.Inline(bytes))
            : Optional.empty();
    changes.add(
        Change.of(
                "persisted",
                persisted.isEmpty() ? "absent" : String.join(", then ", persisted),
                wanted.isEmpty() ? "absent" : wanted.getFirst(),
                Step.Write.of(spec.sysctlFile(), content, Optional.empty()))
            .withFileText(new FileText(spec.sysctlFile(), before, content)));
    return Plan.of(changes, new State(running, new TextFile.Present(after)));
  }

  /** The file with one line for the parameter, in place of the first one, or without any. */
  private static String edit(Spec spec, String text) {
    List<String> lines = new ArrayList<>();
    Optional<String> line =
        spec.state() == Presence.PRESENT
            ? spec.value().map(value -> spec.name() + " = " + value)
            : Optional.empty();
    for (String old : text.lines().toList()) {
      if (spec.name().valueIn(old).isEmpty()) {
        lines.add(old);
      } else if (line.isPresent() && !lines.contains(line.get())) {
        lines.add(line.get());
      }
    }
    if (line.isPresent() && !lines.contains(line.get())) {
      lines.add(line.get());
    }
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
