package dev.plumb.lab;

import static dev.plumb.lab.LabHosts.plumb;
import static dev.plumb.lab.LabHosts.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.lab.LabHosts.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three YAML modules of {@code examples/modules-yaml} with the real programs, on node0. */
@OnTheLab
class DeclaredModulesLabTest {

  private static final String EXAMPLE = "examples/modules-yaml";

  @TempDir Path folder;

  @BeforeAll
  static void installsThePrograms() {
    plumb("run", "node0", "-m", "apt", "-a", "name=nginx-light,postgresql update_cache=true")
        .endedWith(0);
  }

  @AfterAll
  static void removesThem() {
    told(
        "node0", "DEBIAN_FRONTEND=noninteractive apt-get -qq -y purge nginx-light postgresql* >&2");
  }

  private static Ran example(String verb, String... more) {
    List<String> words = new ArrayList<>(List.of(verb, EXAMPLE + "/site.yml", "-l", "node0"));
    words.addAll(List.of(more));
    return plumb(words.toArray(String[]::new));
  }

  private static String psql(String sql) {
    return told("node0", "cd / && su postgres -c \"psql -qtAc \\\"" + sql + "\\\"\"");
  }

  /** What the modules can change. */
  private static String state() {
    return told("node0", "find /etc/nginx -printf '%p %y %m %T@ %l\\n' | sort")
        + psql("SELECT rolname, rolconnlimit FROM pg_roles ORDER BY 1");
  }

  @Test
  void checksAppliesAndFindsDrift() {
    String before = state();
    assertThat(example("check", "--skip-tags=npm").endedWith(2).out())
        .contains("known after apply: Requirement not met", "role: no -> yes");
    assertThat(state()).isEqualTo(before);

    example("apply", "--skip-tags=npm").endedWith(0);
    assertThat(example("check", "--skip-tags=npm").endedWith(0).count("changed")).isZero();
    assertThat(told("node0", "curl -s -o /dev/null -w '%{http_code}' http://localhost:8080/"))
        .isEqualTo("404");

    told("node0", "rm /etc/nginx/sites-enabled/intranet");
    psql("ALTER ROLE app CONNECTION LIMIT 5");
    assertThat(example("check", "--skip-tags=npm").endedWith(2).out())
        .contains("site: disabled -> enabled", "connections: 5 -> 20");
    example("apply", "--skip-tags=npm").endedWith(0);
    assertThat(example("check", "--skip-tags=npm").endedWith(0).count("changed")).isZero();
    assertThat(psql("SELECT rolconnlimit FROM pg_roles WHERE rolname = 'app'")).isEqualTo("20");
  }

  @Test
  @Tag("long")
  void managesAPackageOfNpm() {
    plumb("run", "node0", "-m", "apt", "-a", "name=npm install_recommends=false").endedWith(0);

    assertThat(example("check", "-t", "npm").endedWith(2).out())
        .contains("version: absent -> 7.6.0");
    example("apply", "-t", "npm").endedWith(0);
    example("check", "-t", "npm").endedWith(0);
    told("node0", "npm uninstall --global semver");
    example("check", "-t", "npm").endedWith(2);
  }

  @Test
  void refusesABadModuleWithItsPlace() throws IOException {
    Files.createDirectories(folder.resolve("modules"));
    Files.writeString(
        folder.resolve("modules").resolve("thing.yml"),
        """
        doc: Manages a thing.
        properties:
          thing:
            now: nothing
            wanted: 1
        """);
    Files.writeString(folder.resolve("site.yml"), "- hosts: node0\n  tasks:\n    - thing: {}\n");

    assertThat(plumb("check", folder.resolve("site.yml").toString()).endedWith(5).out())
        .contains("modules/thing.yml:4:5", "Property without steps");
  }
}
