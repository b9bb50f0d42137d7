package dev.plumb.module.cron;

import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;
import dev.plumb.value.UserName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What module {@code cron} is asked for. */
record CronSpec(
    @Arg(
            doc =
                "What the job is known by: a comment \"#plumb: NAME\" above it. With env, the name"
                    + " of the variable.",
            example = "compact etcd")
        String name,
    @Arg(
            doc = "The command to run, or with env the variable's value. Needed for state present.",
            example = "/usr/local/bin/compact",
            aliases = "value")
        Optional<String> job,
    @Arg(doc = "Whether the job shall be there.", example = "absent", defaultValue = "present")
        State state,
    @Arg(
            doc =
                "Whose crontab it stands in, or with cron_file who runs it. The crontab of the user"
                    + " that the task runs as when left out.",
            example = "etcd")
        Optional<UserName> user,
    @Arg(doc = "The minutes to run at.", example = "'*/5'", defaultValue = "*") String minute,
    @Arg(doc = "The hours to run at.", example = "'3'", defaultValue = "*") String hour,
    @Arg(
            doc = "The days of the month to run on.",
            example = "1-7",
            defaultValue = "*",
            aliases = "dom")
        String day,
    @Arg(doc = "The months to run in.", example = "'1,7'", defaultValue = "*") String month,
    @Arg(
            doc = "The days of the week to run on; 0 is Sunday.",
            example = "'0'",
            defaultValue = "*",
            aliases = "dow")
        String weekday,
    @Arg(doc = "A time by its name, in place of the fields.", example = "daily")
        Optional<SpecialTime> specialTime,
    @Arg(
            doc =
                "A file of its own in place of the user's crontab: a name in /etc/cron.d, or a path.",
            example = "etcd")
        Optional<String> cronFile,
    @Arg(
            doc = "Whether the job is there, but commented out.",
            example = "true",
            defaultValue = "false")
        boolean disabled,
    @Arg(
            doc = "Whether to keep a variable of the crontab, and not a job.",
            example = "true",
            defaultValue = "false")
        boolean env) {

  /** Whether a job shall be there. */
  enum State {
    PRESENT,
    ABSENT
  }

  /** Times that cron knows by name. */
  enum SpecialTime {
    REBOOT,
    YEARLY,
    ANNUALLY,
    MONTHLY,
    WEEKLY,
    DAILY,
    HOURLY
  }

  CronSpec {
    List<String> fields = List.of(minute, hour, day, month, weekday);
    if (state == State.PRESENT && job.isEmpty()) {
      throw new IllegalArgumentException("needs \"job\" for state present");
    }
    if ((name + job.orElse("")).contains("\n")) {
      throw new IllegalArgumentException("takes a name and a job of one line each");
    }
    if (fields.stream().anyMatch(field -> !field.matches("\\S+"))) {
      throw new IllegalArgumentException("takes fields of time without spaces");
    }
    if (specialTime.isPresent() && fields.stream().anyMatch(field -> !field.equals("*"))) {
      throw new IllegalArgumentException("takes only one of \"special_time\" and fields of time");
    }
    if (cronFile.isPresent() && user.isEmpty() && !env && state == State.PRESENT) {
      throw new IllegalArgumentException("needs \"user\" beside \"cron_file\": who runs the job");
    }
    if (env && !name.matches("[A-Za-z_]\\w*")) {
      throw new IllegalArgumentException(
          "needs the name of a variable in \"name\" with env, but was given \"" + name + "\"");
    }
  }

  /** The file, when it is not a user's crontab. */
  Optional<RemotePath> file() {
    return cronFile.map(file -> RemotePath.of(file.startsWith("/") ? file : "/etc/cron.d/" + file));
  }

  /** The job's line. */
  String line() {
    String time =
        specialTime.isPresent()
            ? "@" + specialTime.get().name().toLowerCase(Locale.ROOT)
            : String.join(" ", minute, hour, day, month, weekday);
    String who = cronFile.isPresent() ? user.orElse(UserName.ROOT) + " " : "";
    return (disabled ? "#" : "") + time + " " + who + job.orElse("");
  }
}
