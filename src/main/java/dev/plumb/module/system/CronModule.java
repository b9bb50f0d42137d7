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
import dev.plumb.remote.CommandBuilder;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Bytes;
import dev.plumb.value.Content;
import dev.plumb.value.RemotePath;
import dev.plumb.value.UserName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Manages a job or a variable of a crontab. */
public final class CronModule implements TaskModule<CronModule.Spec, CronModule.State> {

  /** The times that cron knows by name. */
  enum SpecialTime {
    REBOOT,
    YEARLY,
    ANNUALLY,
    MONTHLY,
    WEEKLY,
    DAILY,
    HOURLY
  }

  record Spec(
      @Arg(
              doc =
                  "The name of the job, kept in a comment \"#plumb: NAME\" above it. With env, the"
                      + " name of the variable.",
              example = "compact etcd")
          String name,
      @Arg(
              doc =
                  "The command to run, or with env the value of the variable. Required with state"
                      + " present.",
              example = "/usr/local/bin/compact",
              aliases = "value")
          Optional<String> job,
      @Arg(doc = "Whether the job must exist.", example = "absent", defaultValue = "present")
          Presence state,
      @Arg(
              doc =
                  "The owner of the crontab, or with cron_file the user who runs the job. Default:"
                      + " the user that the task runs as.",
              example = "etcd")
          Optional<UserName> user,
      @Arg(doc = "The minutes.", example = "'*/5'", defaultValue = "*") String minute,
      @Arg(doc = "The hours.", example = "'3'", defaultValue = "*") String hour,
      @Arg(doc = "The days of the month.", example = "1-7", defaultValue = "*", aliases = "dom")
          String day,
      @Arg(doc = "The months.", example = "'1,7'", defaultValue = "*") String month,
      @Arg(
              doc = "The days of the week; 0 is Sunday.",
              example = "'0'",
              defaultValue = "*",
              aliases = "dow")
          String weekday,
      @Arg(doc = "A named time, instead of the fields.", example = "daily")
          Optional<SpecialTime> specialTime,
      @Arg(
              doc =
                  "A separate file instead of the user's crontab: a name in /etc/cron.d, or a"
                      + " path.",
              example = "etcd")
          Optional<String> cronFile,
      @Arg(
              doc = "Whether the job is present but commented out.",
              example = "true",
              defaultValue = "false")
          boolean disabled,
      @Arg(
              doc = "Whether to manage a variable of the crontab instead of a job.",
              example = "true",
              defaultValue = "false")
          boolean env) {

    Spec {
      List<String> fields = List.of(minute, hour, day, month, weekday);
      if (state == Presence.PRESENT && job.isEmpty()) {
        throw new IllegalArgumentException("needs \"job\" for state present");
      }
      if ((name + job.orElse("")).contains("\n")) {
        throw new IllegalArgumentException("takes a name and a job of one line each");
      }
      if (fields.stream().anyMatch(field -> !field.matches("\\S+"))) {
        throw new IllegalArgumentException("takes time fields without spaces");
      }
      if (specialTime.isPresent() && fields.stream().anyMatch(field -> !field.equals("*"))) {
        throw new IllegalArgumentException(
            "takes either \"special_time\" or time fields, not both");
      }
      if (cronFile.isPresent() && user.isEmpty() && !env && state == Presence.PRESENT) {
        throw new IllegalArgumentException(
            "needs \"user\" with \"cron_file\": the user who runs the job");
      }
      if (env && !name.matches("[A-Za-z_]\\w*")) {
        throw new IllegalArgumentException(
            "needs the name of a variable in \"name\" with env, but was given \"" + name + "\"");
      }
    }

    /** The file, unless the crontab is a user's. */
    Optional<RemotePath> file() {
      return cronFile.map(
          file -> RemotePath.of(file.startsWith("/") ? file : "/etc/cron.d/" + file));
    }

    /** The line that must be in the table. */
    Optional<String> line() {
      if (state == Presence.ABSENT) {
        return Optional.empty();
      }
      if (env) {
        return job.map(value -> name + "=\"" + value + "\"");
      }
      String time =
          specialTime
              .map(named -> "@" + named.name().toLowerCase(Locale.ROOT))
              .orElse(String.join(" ", minute, hour, day, month, weekday));
      String runner = cronFile.isPresent() ? user.orElse(UserName.ROOT) + " " : "";
      return job.map(command -> (disabled ? "#" : "") + time + " " + runner + command);
    }
  }

  sealed interface State {
    /** There is no cron on the host. */
    record NoCron() implements State {}

    record NoUser(UserName user) implements State {}

    /** A crontab; empty when there is none. */
    record Table(Crontab table) implements State {}
  }

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of(
        "cron",
        Spec.class,
        "Manages a job or a variable in a user's crontab or in a file in /etc/cron.d.");
  }

  @Override
  public Probe<State> probe(Spec spec) {
    return spec.file().isPresent()
        ? TextFile.probe(spec.file().get()).map(file -> new State.Table(Crontab.of(file.text())))
        : Probe.of(crontab(spec, "-l"), answer -> parse(spec, answer));
  }

  static Reading<State> parse(Spec spec, Exec.Exited crontab) {
    String error = crontab.err().strip();
    if (crontab.succeeded() || error.startsWith("no crontab for ")) {
      return Reading.of(new State.Table(Crontab.of(crontab.out())));
    }
    if (crontab.status() == 127) {
      return Reading.of(new State.NoCron());
    }
    return spec.user().isPresent() && error.endsWith("unknown")
        ? Reading.of(new State.NoUser(spec.user().get()))
        : Reading.unreadable("crontab could not list the jobs: " + error);
  }

  private static Command crontab(Spec spec, String action) {
    return new CommandBuilder("crontab").option("-u", spec.user()).add(action).build();
  }

  @Override
  public Plan<State> plan(Spec spec, State found) {
    return switch (found) {
      case State.Table(Crontab table) -> planTable(spec, table);
      case State.NoCron _, State.NoUser _ when spec.state() == Presence.ABSENT -> Plan.inSync();
      case State.NoCron _ ->
          Plan.blocked(
              Diagnostic.error(
                  "Cron is not installed",
                  """
                  The host has no program crontab. Install it in an earlier task:
                      apt: name=cron\
                  """));
      case State.NoUser(UserName user) ->
          Plan.blocked(
              Diagnostic.error(
                  "User does not exist",
                  """
                  The host has no user %s to own a crontab. Create the user in an earlier task, \
                  with module user.\
                  """
                      .formatted(user)));
    };
  }

  private static Plan<State> planTable(Spec spec, Crontab table) {
    if (!spec.env() && table.isManagedByAnsible(spec.name())) {
      return Plan.failed(
          Diagnostic.error(
              "Job is managed by Ansible",
              """
              The crontab has a job under "#Ansible: %s". With another one of plumb's the job \
              would run twice. To hand it over, change that line on the host to:
                  #plumb: %s\
              """
                  .formatted(spec.name(), spec.name())));
    }
    Optional<String> line = spec.line();
    Crontab edited =
        spec.env() ? table.withVariable(spec.name(), line) : table.withJob(spec.name(), line);
    if (edited.equals(table)) {
      return Plan.inSync();
    }
    Change change =
        Change.of(
            spec.env() ? "variable" : "job",
            (spec.env() ? table.variable(spec.name()) : table.job(spec.name())).orElse("absent"),
            line.orElse("absent"),
            write(spec, edited));
    return new Plan.Needed<>(
        List.of(
            spec.file()
                .map(
                    file ->
                        change.withFileText(
                            new FileText(
                                file,
                                Optional.of(Content.utf8(table.text())),
                                Content.utf8(edited.text()))))
                .orElse(change)),
        new State.Table(edited));
  }

  private static Step write(Spec spec, Crontab table) {
    if (spec.file().isEmpty()) {
      return new Step.Run(crontab(spec, "-").withInput(Bytes.utf8(table.text())));
    }
    RemotePath file = spec.file().get();
    return table.lines().isEmpty()
        ? Step.run("rm", "-f", "--", file.value())
        : Step.Write.of(file, Content.utf8(table.text()), Optional.empty());
  }
}
