package dev.plumb;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.FileDescriptor;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The picture in docs/architecture.md, held by the build. */
@AnalyzeClasses(packages = "dev.plumb", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] BELOW_THE_ENGINE = {
    "dev.plumb.diagnostic..",
    "dev.plumb.value..",
    "dev.plumb.remote..",
    "dev.plumb.state..",
    "dev.plumb.change..",
    "dev.plumb.module..",
    "dev.plumb.template.."
  };

  /** Whether a run only looks is the engine's to know: no module, step or probe may ask. */
  private static final String NAME_OF_A_MODE = "(?i).*(dry_?run|check_?mode|check_?only).*";

  /**
   * A package, or several by a pattern of ArchUnit's, and what it may import beside itself and the
   * JDK.
   */
  record Row(String name, String summary, List<String> mayImport) {

    private String[] packages() {
      return Stream.concat(Stream.of(name), mayImport.stream())
          .map(each -> "dev.plumb." + each)
          .toArray(String[]::new);
    }
  }

  /** The packages from the bottom up; docs/architecture.md shows this table. */
  static final List<Row> TABLE =
      List.of(
          row("diagnostic", "Problems as values: severity, summary, detail, place"),
          row("value", "The domain's words as types; secrets and their redaction", "diagnostic"),
          row("json", "JSON to and from values", "value", "diagnostic"),
          row("remote", "Commands, steps, requests, and how they end", "value", "diagnostic"),
          row("remote.batch", "A request as one shell script, its reply parsed", "remote", "value"),
          row("state", "Probes and readings: looking at a host", "remote"),
          row("change", "Plans, changes, text diffs", "remote", "value", "diagnostic"),
          row(
              "module",
              "The contract of modules; arguments read into specs",
              "change",
              "state",
              "remote",
              "value",
              "diagnostic"),
          row(
              "host.*",
              "What modules share: files, systemd, text, protection against lockout",
              "host.*",
              "module",
              "change",
              "state",
              "remote",
              "json",
              "value",
              "diagnostic"),
          // That no module knows another is a rule of its own.
          row(
              "module.*..",
              "One package for each kind of thing managed",
              "module",
              "host.*",
              "change",
              "state",
              "remote",
              "json",
              "value",
              "diagnostic"),
          row(
              "catalog",
              "The list of all modules; modules from jars",
              "module",
              "module.*..",
              "value",
              "diagnostic"),
          row("vault", "Ansible Vault's formats", "value", "diagnostic"),
          row("playbook.yaml", "YAML to values with their places", "value", "diagnostic"),
          row("playbook", "Playbooks as immutable values", "module", "value", "diagnostic"),
          row(
              "playbook.read",
              "Playbooks, roles and imports read from files",
              "playbook",
              "playbook.yaml",
              "module",
              "value",
              "diagnostic"),
          row(
              "template",
              "Templates and expressions, by FreeMarker",
              "playbook.yaml",
              "json",
              "value",
              "diagnostic"),
          row(
              "declared",
              "Modules that a YAML file declares",
              "template",
              "module",
              "host..",
              "change",
              "state",
              "remote",
              "playbook.yaml",
              "json",
              "value",
              "diagnostic"),
          row(
              "lint",
              "Suspicious parts of valid playbooks",
              "playbook",
              "module",
              "value",
              "diagnostic"),
          row(
              "inventory",
              "Hosts, groups and their variables",
              "playbook.yaml",
              "json",
              "value",
              "diagnostic"),
          row("engine.event", "What happened in a run, as records", "value", "diagnostic"),
          row(
              "engine.files",
              "Files of the control machine that tasks name",
              "playbook",
              "value",
              "diagnostic"),
          row(
              "engine.vars",
              "Variables by host and run, in order of precedence",
              "inventory",
              "playbook",
              "template",
              "module",
              "remote",
              "value",
              "diagnostic"),
          row(
              "engine.prepare",
              "Tasks into module calls: loops, conditions, arguments",
              "engine.vars",
              "engine.files",
              "inventory",
              "playbook",
              "template",
              "module",
              "change",
              "state",
              "remote",
              "value",
              "diagnostic"),
          row(
              "engine.host",
              "The session with a host: probes, their cache, steps",
              "engine.prepare",
              "engine.vars",
              "engine.files",
              "playbook",
              "state",
              "remote",
              "value",
              "diagnostic"),
          row(
              "engine.task",
              "One task on its hosts: probe, plan, apply, result",
              "engine.host",
              "engine.prepare",
              "engine.vars",
              "engine.event",
              "inventory",
              "playbook",
              "module",
              "change",
              "state",
              "remote",
              "value",
              "diagnostic"),
          row(
              "engine",
              "Runs plays: their hosts, batches, handlers",
              "engine.*",
              "inventory",
              "playbook",
              "template",
              "module",
              "remote",
              "value",
              "diagnostic"),
          row(
              "report",
              "Events as text, JSON, JUnit, Markdown, HTML",
              "engine.event",
              "value",
              "diagnostic"),
          row(
              "transport..",
              "Connections and long-lived shells, over SSH or locally",
              "remote..",
              "value",
              "diagnostic"),
          row(
              "cli.process",
              "Streams, environment, signals, exit status of the process",
              "report",
              "engine..",
              "value",
              "diagnostic"),
          row("cli.*", "Options, commands, documentation, runs", "*.."),
          row("cli", "Finds the command and runs it", "*.."));

  private static Row row(String name, String summary, String... mayImport) {
    return new Row(name, summary, List.of(mayImport));
  }

  @ArchTest
  static void packagesImportOnlyWhatThePictureAllows(JavaClasses all) {
    for (Row row : TABLE) {
      classes()
          .that()
          .resideInAPackage("dev.plumb." + row.name())
          .should()
          .onlyDependOnClassesThat(
              resideOutsideOfPackage("dev.plumb..").or(resideInAnyPackage(row.packages())))
          .allowEmptyShould(true)
          .check(all);
    }
  }

  @ArchTest
  static void everyPackageStandsInThePicture(JavaClasses all) {
    DescribedPredicate<JavaClass> known =
        resideInAnyPackage(
            TABLE.stream().map(row -> "dev.plumb." + row.name()).toArray(String[]::new));
    assertThat(all.stream().filter(known.negate()).map(JavaClass::getName)).isEmpty();
  }

  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses all) {
    Set<String> without = new TreeSet<>();
    for (JavaPackage each : all.getPackage("dev.plumb").getSubpackagesInTree()) {
      if (!each.getClasses().isEmpty() && !each.isAnnotatedWith(NullMarked.class)) {
        without.add(each.getName());
      }
    }
    assertThat(without).isEmpty();
  }

  @ArchTest
  static void findsTheCodeAtAll(JavaClasses all) {
    assertThat(all).hasSizeGreaterThan(50);
  }

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.plumb.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule modulesDoNotKnowEachOther =
      slices()
          .matching("dev.plumb.module.(*)..")
          .should()
          .notDependOnEachOther()
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule modulesReachNoHost =
      noClasses()
          .that()
          .resideInAPackage("dev.plumb.module..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net.http..")
                  .or(named("java.lang.ProcessBuilder", "java.lang.Process", "java.lang.Runtime"))
                  .or(resideInAPackage("java.net").and(not(named("java.net.URI"))))
                  // What only moves bytes in memory reaches nothing.
                  .or(
                      resideInAPackage("java.io")
                          .and(
                              not(
                                  named(
                                      "java.io.Serializable", "java.io.ByteArrayOutputStream")))));

  @ArchTest
  static final ArchRule onlyTheSshTransportKnowsSshj =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.plumb.transport.sshj..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("net.schmizz..", "com.hierynomus..");

  @ArchTest
  static final ArchRule onlyTemplatesKnowFreeMarker = only("template").mayUse("freemarker..");

  @ArchTest
  static final ArchRule onlyTheYamlReaderKnowsSnakeYaml =
      only("playbook.yaml").mayUse("org.yaml..");

  @ArchTest
  static final ArchRule onlyTheCommandLineKnowsPicocli = only("cli..").mayUse("picocli..");

  @ArchTest static final ArchRule onlyReportsKnowTheTerminal = only("report").mayUse("org.jline..");

  @ArchTest
  static final ArchRule onlyReportsAndRequestsWriteJson =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.plumb.report", "dev.plumb.json")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("com.fasterxml.jackson.core.JsonGenerator");

  /** Standard output and the environment of the process have one owner, which masks secrets. */
  @ArchTest
  static final ArchRule onlyTheProcessEnvironmentReadsAndPrints =
      noClasses()
          .that(
              not(
                  named(
                      "dev.plumb.cli.process.ProcessEnvironment",
                      "dev.plumb.cli.process.ProcessEnvironment$ConsolePrompter",
                      // The main class of another process.
                      "dev.plumb.cli.startup.TrainingSshServer")))
          .should()
          .accessField(System.class, "in")
          .orShould()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(System.class, "console")
          .orShould()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(Throwable.class, "printStackTrace")
          .orShould()
          .accessField(FileDescriptor.class, "out")
          .orShould()
          .accessField(FileDescriptor.class, "err");

  @ArchTest
  static final ArchRule noThreadLocalIsStatic =
      noFields().that().areStatic().should().haveRawType(ThreadLocal.class);

  @ArchTest
  static final ArchRule nothingBelowTheEngineHasAClockOrAnEnvironment =
      noClasses()
          .that(resideInAnyPackage(BELOW_THE_ENGINE))
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(System.class, "getProperty", String.class);

  @ArchTest
  static final ArchRule nothingBelowTheEngineKnowsTheMode =
      noCodeUnits()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(BELOW_THE_ENGINE)
          .should()
          .haveNameMatching(NAME_OF_A_MODE);

  @ArchTest
  static final ArchRule noFieldBelowTheEngineHoldsTheMode =
      noFields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(BELOW_THE_ENGINE)
          .should()
          .haveNameMatching(NAME_OF_A_MODE);

  @ArchTest
  static final ArchRule nothingStaticChanges =
      fields().that().areStatic().should().beFinal().allowEmptyShould(true);

  /** The first half of a sentence; {@link #mayUse} is the second. */
  private record Only(String name) {
    private ArchRule mayUse(String library) {
      return noClasses()
          .that()
          .resideOutsideOfPackage("dev.plumb." + name)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(library);
    }
  }

  private static Only only(String name) {
    return new Only(name);
  }

  private static DescribedPredicate<JavaClass> named(String... names) {
    return DescribedPredicate.describe(
        "named one of " + List.of(names), each -> List.of(names).contains(each.getName()));
  }
}
