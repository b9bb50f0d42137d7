package dev.plumb.module.sysctl;

import dev.plumb.change.Change;
import dev.plumb.change.FileText;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.files.TextFile;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Bytes;
import dev.plumb.value.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps a setting of the kernel: in the running one, and in a file for the next. */
public final class SysctlModule implements TaskModule<SysctlSpec, SysctlModule.SysctlState> {

  /** What is found. */
  record SysctlState(RunningValue running, TextFile file) {}

  /** What the running kernel has. */
  sealed interface RunningValue {
    /** It was not asked, as only the file is kept. */
    record NotRequested() implements RunningValue {}

    /** It has no such setting; perhaps the module that brings it is not loaded. */
    record NoSuchSetting() implements RunningValue {}

    /** A value, with single spaces. */
    record Value(String text) implements RunningValue {}
  }

  @Override
  public String name() {
    return "sysctl";
  }

  @Override
  public String doc() {
    return "Keeps a setting of the kernel: in the running one, and in a file for the next start.";
  }

  @Override
  public Class<SysctlSpec> spec() {
    return SysctlSpec.class;
  }

  @Override
  public Probe<SysctlState> probe(SysctlSpec spec) {
    Probe<RunningValue> running =
        spec.setsRunningValue()
            ? Probe.of(
                Command.of("cat", "--", "/proc/sys/" + spec.name().path()), SysctlModule::parse)
            : Probe.constant(new RunningValue.NotRequested());
    return running.combine(TextFile.probe(spec.sysctlFile()), SysctlState::new);
  }

  static Reading<RunningValue> parse(Exec.Exited cat) {
    if (cat.succeeded()) {
      return Reading.of(new RunningValue.Value(SysctlKey.normalize(cat.out())));
    }
    String told = cat.err().strip();
    return told.endsWith(": No such file or directory")
        ? Reading.of(new RunningValue.NoSuchSetting())
        : Reading.unreadable("The setting could not be read: " + told);
  }

  @Override
  public Plan<SysctlState> plan(SysctlSpec spec, SysctlState found) {
    List<Change> changes = new ArrayList<>();
    RunningValue expected = found.running();
    switch (found.running()) {
      case RunningValue.NoSuchSetting _ when !spec.ignoreerrors() -> {
        return Plan.blocked(noSuchSetting(spec));
      }
      case RunningValue.Value(String now) when !now.equals(spec.value().orElseThrow()) -> {
        String wanted = spec.value().orElseThrow();
        changes.add(
            Change.of("value", now, wanted, Step.run("sysctl", "-w", spec.name() + "=" + wanted)));
        expected = new RunningValue.Value(wanted);
      }
      case RunningValue.NoSuchSetting _, RunningValue.Value _, RunningValue.NotRequested _ -> {}
    }
    Optional<Change> persisted = persisted(spec, found.file());
    persisted.ifPresent(changes::add);
    TextFile file =
        persisted.isPresent()
            ? new TextFile.Present(Bytes.utf8(edited(spec, found.file().text())))
            : found.file();
    return Plan.of(changes, new SysctlState(expected, file));
  }

  private static Diagnostic noSuchSetting(SysctlSpec spec) {
    return Diagnostic.error(
        "Kernel has no such setting",
        """
        The running kernel has no setting %s. If a kernel module brings it, a task before this one \
        can load that. To write it to %s all the same, say:
            ignoreerrors: true"""
            .formatted(spec.name(), spec.sysctlFile()));
  }

  private static Optional<Change> persisted(SysctlSpec spec, TextFile file) {
    List<String> held =
        file.text().lines().flatMap(line -> spec.name().valueIn(line).stream()).toList();
    // The last line wins when the host starts, but two lines are one too many.
    List<String> wanted =
        spec.state() == SysctlSpec.State.PRESENT ? spec.value().stream().toList() : List.of();
    if (held.equals(wanted)) {
      return Optional.empty();
    }
    Content after = Content.utf8(edited(spec, file.text()));
    Optional<Content> before =
        file instanceof TextFile.Present(Bytes bytes)
            ? Optional.of(new Content.Inline(bytes))
            : Optional.empty();
    return Optional.of(
        Change.of(
                "persisted",
                held.isEmpty() ? "absent" : String.join(", then ", held),
                wanted.isEmpty() ? "absent" : wanted.getFirst(),
                Step.Write.of(spec.sysctlFile(), after, Optional.empty()))
            .withFileText(new FileText(spec.sysctlFile(), before, after)));
  }

  /** The file with one line for the setting, in the place of the first one, or with none. */
  private static String edited(SysctlSpec spec, String text) {
    List<String> lines = new ArrayList<>();
    boolean written = spec.state() == SysctlSpec.State.ABSENT;
    for (String line : text.lines().toList()) {
      if (spec.name().valueIn(line).isEmpty()) {
        lines.add(line);
      } else if (!written) {
        lines.add(spec.name() + " = " + spec.value().orElseThrow());
        written = true;
      }
    }
    if (!written) {
      lines.add(spec.name() + " = " + spec.value().orElseThrow());
    }
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
