package dev.plumb.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticPrinterTest {

  private static final SourceText TASKS =
      new SourceText(
          "roles/etcd/tasks.yml",
          """
          - name: start etcd
            service:
              runing: true

          - name: watch etcd
            service:
          \t\tname: etcd!.service
          """);

  private static final Diagnostic UNKNOWN =
      Diagnostic.error(
              "Unknown argument",
              new Place(TASKS, 3, 5, 6),
              "The module service has no argument \"runing\". It takes: name, running, enabled.\n"
                  + "Did you mean \"running\"?")
          .withContext("in task \"start etcd\", module service");

  private static final Diagnostic INVALID =
      Diagnostic.error(
              "Invalid argument",
              new Place(TASKS, 7, 9, 400),
              "The argument \"name\" must be a unit name. To list them, run:\n"
                  + "    systemctl list-units")
          .withContext("in task \"watch etcd\", module service");

  private static final Diagnostic NOWHERE = Diagnostic.error("No inventory", "There is none.");

  private static String print(Diagnostic... diagnostics) {
    return new DiagnosticPrinter(false)
        .print(List.of(diagnostics), "Nothing was sent to any host.");
  }

  @Test
  void showsTheLinesWithCarets() {
    assertThat(print(INVALID, UNKNOWN))
        .isEqualTo(
            """
            Error: Unknown argument

              roles/etcd/tasks.yml:3:5, in task "start etcd", module service

              2 |   service:
              3 |     runing: true
                |     ^^^^^^
              The module service has no argument "runing". It takes: name, running, enabled.
              Did you mean "running"?

            Error: Invalid argument

              roles/etcd/tasks.yml:7:9, in task "watch etcd", module service

              6 |   service:
              7 | \t\tname: etcd!.service
                | \t\t      ^^^^^^^^^^^^^
              The argument "name" must be a unit name. To list them, run:
                  systemctl list-units

            2 errors in 1 file. Nothing was sent to any host.
            """);
  }

  @Test
  void omitsAnUnknownPlace() {
    assertThat(print(NOWHERE))
        .isEqualTo(
            """
            Error: No inventory

              There is none.

            1 error. Nothing was sent to any host.
            """);
  }

  @Test
  void showsTheContextAloneWhenThatIsAllThereIs() {
    assertThat(new DiagnosticPrinter(false).print(List.of(NOWHERE.withContext("on node0"))))
        .isEqualTo(
            """
            Error: No inventory

              on node0

              There is none.
            """);
  }

  @Test
  void countsErrorsWarningsAndFiles() {
    Diagnostic warning = Diagnostic.warning("Old word", new Place(TASKS, 1, 1, 1), "It is old.");
    Place elsewhere = new Place(new SourceText("site.yml", "a"), 1, 1, 0);
    assertThat(print(warning, UNKNOWN, NOWHERE.withPlace(elsewhere)))
        .startsWith(
            """
            Warning: Old word

              roles/etcd/tasks.yml:1:1

              1 | - name: start etcd
                | ^
            """)
        .endsWith("\n\n2 errors and 1 warning in 2 files. Nothing was sent to any host.\n");
  }

  @Test
  void coloursOnlyWhenAsked() {
    assertThat(print(UNKNOWN)).doesNotContain("\u001b");
    assertThat(new DiagnosticPrinter(true).print(List.of(UNKNOWN)))
        .contains("\u001b[1;31mError:\u001b[0m \u001b[1mUnknown argument\u001b[0m");
  }
}
