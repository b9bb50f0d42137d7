package dev.plumb.module.cron;

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
import dev.plumb.value.RemotePath;
import dev.plumb.value.UserName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps a job, or a variable, in a crontab. */
public final class CronModule implements TaskModule<CronSpec, CronModule.CronState> {

  /** What can be found. */
  sealed interface CronState {
    /** There is no cron on the host. */
    record NoCron() implements CronState {}

    /** There is no such user on the host. */
    record NoUser(UserName user) implements CronState {}

    /** A crontab; empty when there is none. */
    record Table(Crontab table) implements CronState {}
  }

  @Override
  public String name() {
    return "cron";
  }

  @Override
  public String doc() {
    return "Keeps a job, or a variable, in a user's crontab or in a file of /etc/cron.d.";
  }

  @Override
  public Class<CronSpec> spec() {
    return CronSpec.class;
  }

  @Override
  public Probe<CronState> probe(CronSpec spec) {
    return spec.file().isPresent()
        ? TextFile.probe(spec.file().get())
            .map(file -> new CronState.Table(Crontab.of(file.text())))
        : Probe.of(crontab(spec, "-l"), answer -> parse(spec, answer));
  }

  static Reading<CronState> parse(CronSpec spec, Exec.Exited crontab) {
    if (crontab.succeeded()) {
      return Reading.of(new CronState.Table(Crontab.of(crontab.out())));
    }
    String told = crontab.err().strip();
    if (crontab.status() == 127) {
      return Reading.of(new CronState.NoCron());
    }
    if (told.startsWith("no crontab for ")) {
      return Reading.of(new CronState.Table(new Crontab(List.of())));
    }
    return spec.user().isPresent() && told.endsWith("unknown")
        ? Reading.of(new CronState.NoUser(spec.user().get()))
        : Reading.unreadable("crontab could not list the jobs: " + told);
  }

  private static Command crontab(CronSpec spec, String... last) {
    List<String> words = new ArrayList<>(List.of("crontab"));
    spec.user().ifPresent(user -> words.addAll(List.of("-u", user.value())));
    words.addAll(List.of(last));
    return Command.of(words);
  }

  @Override
  public Plan<CronState> plan(CronSpec spec, CronState found) {
    return switch (found) {
      case CronState.NoCron _ when spec.state() == CronSpec.State.ABSENT -> Plan.inSync();
      case CronState.NoUser _ when spec.state() == CronSpec.State.ABSENT -> Plan.inSync();
      case CronState.NoCron _ ->
          Plan.blocked(
              Diagnostic.error(
                  "Cron is not installed",
                  """
                  There is no program crontab on the host. A task before this one can install it:
                      apt: name=cron"""));
      case CronState.NoUser(UserName user) ->
          Plan.blocked(
              Diagnostic.error(
                  "User does not exist",
                  """
                  There is no user %s on the host to keep a crontab for. A task before this one can \
                  make it, with module user."""
                      .formatted(user)));
      case CronState.Table(Crontab table) -> spec.env() ? variable(spec, table) : job(spec, table);
    };
  }

  private static Plan<CronState> job(CronSpec spec, Crontab table) {
    if (table.isManagedByAnsible(spec.name())) {
      return Plan.failed(
          Diagnostic.error(
              "Job is kept by Ansible",
              """
              The crontab holds a job under "#Ansible: %s". With one of plumb's beside it the job \
              would run twice. To hand it over, change that line on the host into:
                  #plumb: %s"""
                  .formatted(spec.name(), spec.name())));
    }
    Optional<String> before = table.job(spec.name());
    if (spec.state() == CronSpec.State.ABSENT) {
      return table.hasMark(spec.name())
          ? change(
              spec, table, "job", before.orElse("mark"), "absent", table.withoutJob(spec.name()))
          : Plan.inSync();
    }
    return before.filter(spec.line()::equals).isPresent()
        ? Plan.inSync()
        : change(
            spec,
            table,
            "job",
            before.orElse("absent"),
            spec.line(),
            table.withJob(spec.name(), spec.line()));
  }

  private static Plan<CronState> variable(CronSpec spec, Crontab table) {
    Optional<String> before = table.variable(spec.name());
    if (spec.state() == CronSpec.State.ABSENT) {
      return before.isEmpty()
          ? Plan.inSync()
          : change(
              spec, table, "variable", before.get(), "absent", table.withoutVariable(spec.name()));
    }
    String value = spec.job().orElseThrow();
    String wanted = Crontab.assignment(spec.name(), value);
    return before.filter(wanted::equals).isPresent()
        ? Plan.inSync()
        : change(
            spec,
            table,
            "variable",
            before.orElse("absent"),
            wanted,
            table.withVariable(spec.name(), value));
  }

  private static Plan<CronState> change(
      CronSpec spec, Crontab from, String property, String before, String after, Crontab to) {
    Optional<RemotePath> file = spec.file();
    Content content = Content.utf8(to.text());
    Step step =
        file.isEmpty()
            ? new Step.Run(crontab(spec, "-").withInput(Bytes.utf8(to.text())))
            : to.lines().isEmpty()
                ? Step.run("rm", "-f", "--", file.get().value())
                : Step.Write.of(file.get(), content, Optional.empty());
    Change change = Change.of(property, before, after, step);
    return new Plan.Needed<>(
        List.of(
            file.isEmpty()
                ? change
                : change.withFileText(
                    new FileText(file.get(), Optional.of(Content.utf8(from.text())), content))),
        new CronState.Table(to));
  }
}
