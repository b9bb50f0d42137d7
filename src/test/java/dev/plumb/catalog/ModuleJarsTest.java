package dev.plumb.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.module.PlumbModule;
import dev.plumb.value.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleJarsTest {

  private static final String SERVICES = "META-INF/services/dev.plumb.module.PlumbModule";

  private static final String MODULE =
      """
      import dev.plumb.change.Plan;
      import dev.plumb.module.*;
      import dev.plumb.remote.Step;
      import dev.plumb.state.Probe;

      public class Greeting implements TaskModule<Greeting.Spec, String> {
        public record Spec(@Arg(doc = "The text.", example = "hello") String text) {}

        public ModuleInfo<Spec> info() {
          return ModuleInfo.of("NAME", Spec.class, "Greets.");
        }

        public Probe<String> probe(Spec spec) {
          return Probe.output("cat", "/etc/motd");
        }

        public Plan<String> plan(Spec spec, String now) {
          return Plan.converge("text", now, spec.text(), Step.run("true"));
        }
      }
      """;

  private static final Place PLACE = Place.of(new SourceText("plumb.yml", "modules: x"), 1, 10);

  @TempDir Path folder;
  private String user = "";

  @BeforeEach
  void findUser() throws IOException {
    user = Files.getOwner(folder).getName();
  }

  @Test
  void addsModulesOfAJar() throws IOException {
    jar("greeting", true);

    List<PlumbModule<?, ?>> all = load();

    assertThat(all.getLast().name()).isEqualTo("greeting");
    assertThat(all.getLast().argReader().args()).map(arg -> arg.name()).containsExactly("text");
    assertThat(all).hasSize(Modules.all().size() + 1);
  }

  @Test
  void rejectsMissingFiles() {
    assertThat(problem())
        .isEqualTo(
            Diagnostic.error(
                "Module jar not found", PLACE, "There is no file " + folder + "/a.jar."));
  }

  @Test
  void rejectsBrokenJars() throws IOException {
    Files.writeString(folder.resolve("a.jar"), "no jar");

    assertThat(problem().summary()).isEqualTo("Module jar cannot be loaded");
  }

  @Test
  void rejectsJarsWithMissingClasses() throws IOException {
    jar("greeting", false);

    assertThat(problem().detail()).contains("Provider Greeting not found");
  }

  @Test
  void rejectsJarsWithoutModules() throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(open())) {
      add(zip, "x.txt", "x".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(problem().summary()).isEqualTo("Module jar without modules");
  }

  @Test
  void rejectsNamesOfBuiltInModules() throws IOException {
    jar("systemd", true);

    assertThat(problem())
        .isEqualTo(
            Diagnostic.error(
                "Module name is taken",
                PLACE,
                "The module \"systemd\" of %s/a.jar has the name of a module of plumb itself. Give it another one."
                    .formatted(folder)));
  }

  @Test
  void rejectsJarsThatEveryUserCanReplace() throws IOException {
    jar("greeting", true);
    Files.setPosixFilePermissions(
        folder.resolve("a.jar"), PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThat(problem().summary()).isEqualTo("Unsafe module jar");

    Files.setPosixFilePermissions(
        folder.resolve("a.jar"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(problem().summary()).isEqualTo("Unsafe module jar");
  }

  @Test
  void rejectsJarsOfOtherUsers() throws IOException {
    jar("greeting", true);
    String owner = user;
    user = "somebody";

    // A jar of root's is as safe as plumb itself.
    if (!owner.equals("root")) {
      assertThat(problem().summary()).isEqualTo("Unsafe module jar");
    } else {
      assertThat(load()).hasSize(Modules.all().size() + 1);
    }
  }

  private List<PlumbModule<?, ?>> load() {
    return ModuleJars.add(
        Modules.all(), List.of(new Value.Text("a.jar", false, PLACE)), folder, user);
  }

  private Diagnostic problem() {
    Diagnostic[] found = new Diagnostic[1];
    assertThatThrownBy(this::load)
        .asInstanceOf(type(BadInputException.class))
        .satisfies(e -> found[0] = e.diagnostics().getFirst());
    return found[0];
  }

  private void jar(String name, boolean withClasses) throws IOException {
    Path source = folder.resolve("Greeting.java");
    Files.writeString(source, MODULE.replace("NAME", name));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                OutputStream.nullOutputStream(),
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertThat(status).isZero();
    try (ZipOutputStream zip = new ZipOutputStream(open())) {
      add(zip, SERVICES, "Greeting\n".getBytes(StandardCharsets.UTF_8));
      for (String each : List.of("Greeting.class", "Greeting$Spec.class")) {
        if (withClasses) {
          add(zip, each, Files.readAllBytes(folder.resolve(each)));
        }
      }
    }
  }

  private OutputStream open() throws IOException {
    return Files.newOutputStream(folder.resolve("a.jar"));
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }
}
