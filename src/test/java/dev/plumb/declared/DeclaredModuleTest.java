package dev.plumb.declared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Place;
import dev.plumb.module.ModuleHarness.Planned;
import dev.plumb.module.TestValues;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import dev.plumb.template.Templates;
import dev.plumb.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The examples, and answers of hosts to them. */
class DeclaredModuleTest {

  private static final List<DeclaredModule> EXAMPLES =
      DeclaredModules.read(List.of(Path.of("examples", "modules-yaml", "modules")), Set.of());

  private static final String AVAILABLE = "/etc/nginx/sites-available/intranet";
  private static final String ENABLED = "/etc/nginx/sites-enabled/intranet";

  private static final Exec MISSING =
      Exec.Exited.of(1, "", "stat: cannot statx '/x': No such file or directory\n");
  private static final Exec FORBIDDEN =
      Exec.Exited.of(1, "", "stat: cannot statx '/x': Permission denied\n");

  private static DeclaredModule module(String name) {
    return EXAMPLES.stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
  }

  private static DeclaredSpec spec(DeclaredModule module, String args) {
    return module.argReader().read(TestValues.yaml(args), Place.NONE, new TestArgs());
  }

  private static Reading<DeclaredState> read(DeclaredModule module, String args, Exec... answers) {
    return module.probe(spec(module, args)).read(List.of(answers));
  }

  private static Planned<DeclaredState> plan(String name, String args, Exec... answers) {
    DeclaredModule module = module(name);
    DeclaredSpec spec = spec(module, args);
    DeclaredState state = ((Reading.Observed<DeclaredState>) read(module, args, answers)).state();
    Plan<DeclaredState> plan = module.plan(spec, state);
    if (plan instanceof Plan.Needed<DeclaredState> needed) {
      new Planned<>(module.plan(spec, needed.expected())).isInSync();
    }
    return new Planned<>(plan);
  }

  private static Exec file(String path) {
    return stat("81a4", path, path);
  }

  private static Exec link(String path) {
    return stat("a1ff", path + " -> ../x", path);
  }

  private static Exec stat(String type, String name, String path) {
    return Exec.Exited.of(
        0, "%s:0:0:1:1:1:0:0:0:0:root:root:%s:%s\0".formatted(type, name, path), "");
  }

  @Test
  void enablesASite() {
    plan("nginx_site", "{name: intranet}", file(AVAILABLE), MISSING)
        .needs(
            """
            site: disabled -> enabled
              run ln --symbolic ../sites-available/intranet /etc/nginx/sites-enabled/intranet
            """);
    plan("nginx_site", "{name: intranet}", file(AVAILABLE), link(ENABLED)).isInSync();
    plan("nginx_site", "{name: intranet, state: disabled}", MISSING, link(ENABLED))
        .needs(
            """
            site: enabled -> disabled
              run rm /etc/nginx/sites-enabled/intranet
            """);
  }

  @Test
  void isBlockedByARequirementThatAnEarlierTaskCanMeet() {
    plan("nginx_site", "{name: intranet}", MISSING, MISSING)
        .isBlocked("Requirement not met")
        .withDetail("There is no site /etc/nginx/sites-available/intranet. Copy it there first.")
        .fixableByEarlierTask();
  }

  @Test
  void takesAFailedProbeForNoAbsence() {
    assertThat(read(module("nginx_site"), "{name: intranet}", file(AVAILABLE), FORBIDDEN))
        .isInstanceOfSatisfying(
            Reading.Unreadable.class,
            unreadable -> assertThat(unreadable.toString()).contains("Permission denied"));
    assertThat(read(module("npm_global"), "{name: x, version: '1'}", Exec.Exited.of(2, "", "boom")))
        .isEqualTo(
            Reading.unreadable(
                "\"npm ls --global --json --depth=0 x\" ended with status 2, which is not an"
                    + " answer. It reported:\n"
                    + "    boom"));
    assertThat(read(module("npm_global"), "{name: x, version: '1'}", Exec.Exited.of(0, "no", "")))
        .isEqualTo(
            Reading.unreadable(
                "\"npm ls --global --json --depth=0 x\" must give JSON, but gave:\n    no"));
  }

  @Test
  void isBlockedByAMissingProgram() {
    plan("npm_global", "{name: x, version: '1'}", Exec.Exited.of(127, "", "sh: npm: not found\n"))
        .isBlocked("Program not found")
        .withDetail(
            "The module npm_global asks the program \"npm\", which the host does not have. Install"
                + " it first.")
        .fixableByEarlierTask();
  }

  @Test
  void readsJsonAndMovesAVersion() {
    String tree = "{\"dependencies\": {\"semver\": {\"version\": \"7.5.0\"}}}";

    plan("npm_global", "{name: semver, version: 7.6.0}", Exec.Exited.of(0, tree, ""))
        .needs(
            """
            version: 7.5.0 -> 7.6.0
              run npm install --global semver@7.6.0
            """);
    plan("npm_global", "{name: semver, version: 7.5.0}", Exec.Exited.of(0, tree, "")).isInSync();
    plan("npm_global", "{name: semver, version: absent}", Exec.Exited.of(0, tree, ""))
        .needs(
            """
            version: 7.5.0 -> absent
              run npm uninstall --global semver
            """);
    plan("npm_global", "{name: semver, version: absent}", Exec.Exited.of(1, "{}", "")).isInSync();
  }

  @Test
  void movesEachPropertyThatDiffers() {
    String psql =
        "run psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1"
            + " --set=name=app\n";
    String args = "{name: app, connections: 20}";

    plan("postgresql_role", args, Exec.Exited.of(0, "", "")).needs("role: no -> yes\n  " + psql);
    plan(
            "postgresql_role",
            args,
            Exec.Exited.of(
                0, "{\"rolname\": \"app\", \"rolcanlogin\": true, \"rolconnlimit\": -1}\n", ""))
        .needs("connections: -1 -> 20\n  " + psql);
    plan(
            "postgresql_role",
            args,
            Exec.Exited.of(
                0, "{\"rolname\": \"app\", \"rolcanlogin\": true, \"rolconnlimit\": 20}\n", ""))
        .isInSync();
  }

  @Test
  void rejectsArgumentsAsOtherModulesDo() {
    DeclaredModule module = module("nginx_site");

    assertThat(
            module.argReader().check(TestValues.yaml("{nam: x, state: maybe}"), Place.NONE).stream()
                .map(problem -> problem.summary() + ": " + problem.detail()))
        .containsExactly(
            "Unknown argument: The module nginx_site has no argument \"nam\". It takes: name,"
                + " state.\n"
                + "Did you mean \"name\"?",
            "Missing argument: The module nginx_site needs the argument \"name\": The site's file"
                + " in /etc/nginx/sites-available. For example:\n"
                + "    name: intranet",
            "Invalid argument: The argument \"state\" must be one of enabled, disabled, but was"
                + " \"maybe\".");
  }

  @Test
  void showsTheDiffOfAFileThatItWrites() {
    Value content = new Value.Text("a ${name}\nb\n", true, Place.NONE);
    PropertyDeclaration property =
        new PropertyDeclaration(
            "content",
            Optional.empty(),
            Value.text("now"),
            Value.text("wanted"),
            List.of(
                new StepDeclaration(
                    Optional.empty(),
                    new StepDeclaration.Action.Write(
                        Value.text("/etc/x"),
                        content,
                        Optional.of(Value.text("0600")),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()))));
    Environment environment = new Environment(new Templates(), Map.of("name", Value.text("x")));

    assertThat(property.change(Value.text("a\nb\n"), Value.text("a x\nb\n"), environment))
        .satisfies(
            change -> {
              assertThat(change.describe()).isEqualTo("content: 2 lines -> 2 lines");
              assertThat(change.file()).isPresent();
              assertThat(change.steps().getFirst().toString()).startsWith("write /etc/x");
            });
  }
}
