package dev.plumb.module.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.module.LocalModuleRunner;
import dev.plumb.module.ModuleHarness;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Reading;
import dev.plumb.value.UserName;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CronModuleTest {

  private static final String JOB = "{name: compact, job: /bin/c --all, hour: '3', minute: '0'}";

  private final ModuleHarness<CronModule.Spec, CronModule.State> cron =
      ModuleHarness.of(new CronModule());

  private static CronModule.State table(String text) {
    return new CronModule.State.Table(Crontab.of(text));
  }

  private static String written(Plan<CronModule.State> plan) {
    return plan instanceof Plan.Needed<CronModule.State>(List<Change> changes, var _)
            && changes.getFirst().steps().getFirst() instanceof Step.Run(var command)
        ? command.input().utf8()
        : plan.toString();
  }

  @Nested
  class Planning {

    @Test
    void appendsNewJob() {
      var planned = cron.plan(JOB, table("MAILTO=me\n* * * * * other\n"));

      planned.needs(
          """
          job: absent -> 0 3 * * * /bin/c --all
            run crontab -
          """);
      assertThat(written(planned.plan()))
          .isEqualTo("MAILTO=me\n* * * * * other\n#plumb: compact\n0 3 * * * /bin/c --all\n");
    }

    @Test
    void changesAJobInItsPlace() {
      var planned =
          cron.plan(
              "{name: a, job: x, special_time: daily, user: etcd, disabled: true}",
              table("#plumb: a\n* * * * * x\n#plumb: b\n* * * * * y\n"));

      planned.needs(
          """
          job: * * * * * x -> #@daily x
            run crontab -u etcd -
          """);
      assertThat(written(planned.plan()))
          .isEqualTo("#plumb: a\n#@daily x\n#plumb: b\n* * * * * y\n");
    }

    @Test
    void isInSyncWithMatchingJob() {
      cron.plan(JOB, table("#plumb: compact\n0 3 * * * /bin/c --all\n")).isInSync();
    }

    @Test
    void restoresJobBelowItsMarker() {
      assertThat(
              written(
                  cron.plan("{name: a, job: x}", table("#plumb: a\n#plumb: b\n1 * * * * y\n"))
                      .plan()))
          .isEqualTo("#plumb: a\n* * * * * x\n#plumb: b\n1 * * * * y\n");
    }

    @Test
    void removesJob() {
      assertThat(
              written(
                  cron.plan("{name: a, state: absent}", table("#plumb: a\n1 * * * * y\n#end\n"))
                      .plan()))
          .isEqualTo("#end\n");
      cron.plan("{name: a, state: absent}", table("1 * * * * y\n")).isInSync();
      cron.plan("{name: a, state: absent}", new CronModule.State.NoCron()).isInSync();
    }

    @Test
    void keepsVariablesAtTheTop() {
      var planned = cron.plan("{name: PATH, value: /bin, env: true}", table("* * * * * x\n"));

      planned.needs(
          """
          variable: absent -> PATH="/bin"
            run crontab -
          """);
      assertThat(written(planned.plan())).isEqualTo("PATH=\"/bin\"\n* * * * * x\n");
      assertThat(
              written(
                  cron.plan("{name: PATH, env: true, state: absent}", table("PATH = /x\nPATHS=y\n"))
                      .plan()))
          .isEqualTo("PATHS=y\n");
    }

    @Test
    void isBlockedByJobManagedByAnsible() {
      cron.plan(JOB, table("#Ansible: compact\n0 3 * * * /bin/c\n"))
          .isBlocked("Job is managed by Ansible")
          .notFixableByEarlierTask();
    }

    @Test
    void isBlockedWithoutCronOrUser() {
      cron.plan(JOB, new CronModule.State.NoCron())
          .isBlocked("Cron is not installed")
          .fixableByEarlierTask();
      cron.plan(JOB, new CronModule.State.NoUser(UserName.of("etcd")))
          .isBlocked("User does not exist")
          .fixableByEarlierTask();
    }
  }

  @Nested
  class Probing {

    private final CronModule.Spec spec = cron.read("{name: a, job: b, user: etcd}");

    @Test
    void parsesCrontabOutput() {
      assertThat(CronModule.parse(spec, Exec.Exited.of(0, "1 * * * * x\n", "")))
          .isEqualTo(Reading.of(table("1 * * * * x\n")));
      assertThat(CronModule.parse(spec, Exec.Exited.of(1, "", "no crontab for etcd\n")))
          .isEqualTo(Reading.of(table("")));
      assertThat(CronModule.parse(spec, Exec.Exited.of(127, "", "sh: 1: crontab: not found\n")))
          .isEqualTo(Reading.of(new CronModule.State.NoCron()));
      assertThat(CronModule.parse(spec, Exec.Exited.of(1, "", "crontab:  user `etcd' unknown\n")))
          .isEqualTo(Reading.of(new CronModule.State.NoUser(UserName.of("etcd"))));
    }

    @Test
    void treatsCrontabFailureAsUnreadable() {
      assertThat(CronModule.parse(spec, Exec.Exited.of(1, "", "must be privileged to use -u\n")))
          .isInstanceOf(Reading.Unreadable.class);
    }
  }

  @Nested
  class ReadingArguments {

    @Test
    void rejectsSpecialTimeWithTimeFields() {
      cron.rejects(
          "{name: a, job: b, special_time: daily, hour: 3}",
          "Invalid arguments: The module cron takes either \"special_time\" or time"
              + " fields, not both.");
    }

    @Test
    void requiresUserForCronFile() {
      cron.rejects(
          "{name: a, job: b, cron_file: x}",
          "Invalid arguments: The module cron needs \"user\" with \"cron_file\": the user"
              + " who runs the job.");
      assertThat(
              cron.read("{name: a, job: b, cron_file: x, user: me}").file().orElseThrow().value())
          .isEqualTo("/etc/cron.d/x");
    }
  }

  @Test
  void keepsAFileOfItsOwn(@TempDir Path folder) {
    LocalModuleRunner local = LocalModuleRunner.in(folder);
    String file = "cron_file: " + folder + "/jobs";
    local.apply(cron, "{name: a, job: b c, user: me, minute: '*/5', " + file + "}");
    local.apply(cron, "{name: X, job: y, env: true, " + file + "}");

    assertThat(folder.resolve("jobs")).hasContent("X=\"y\"\n#plumb: a\n*/5 * * * * me b c\n");

    local.apply(cron, "{name: X, env: true, state: absent, " + file + "}");
    local.apply(cron, "{name: a, state: absent, " + file + "}");

    assertThat(folder).isEmptyDirectory();
  }
}
