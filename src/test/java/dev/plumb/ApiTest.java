package dev.plumb;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The artifact plumb-api stands on its own: docs/adr/0082-published-artifacts.md. */
@AnalyzeClasses(packages = "dev.plumb", importOptions = DoNotIncludeTests.class)
class ApiTest {

  /** The packages of the artifact; pom.xml has the same list. */
  private static final String[] API = {
    "dev.plumb.change",
    "dev.plumb.diagnostic",
    "dev.plumb.host..",
    "dev.plumb.json",
    "dev.plumb.module",
    "dev.plumb.remote",
    "dev.plumb.state",
    "dev.plumb.value"
  };

  @ArchTest
  static final ArchRule apiDependsOnNothingElse =
      classes()
          .that()
          .resideInAnyPackage(API)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(API)
                  .or(resideInAnyPackage("java..", "org.jspecify.."))
                  // Behind JsonReader, JsonWriter and TextDiff; no signature shows them.
                  .or(resideInAnyPackage("com.fasterxml.jackson.core..", "com.github.difflib..")));

  @ArchTest
  static final ArchRule librariesStayBehindTheirFacade =
      noClasses()
          .that()
          .resideInAnyPackage(API)
          .and(not(resideInAPackage("dev.plumb.json")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml..");

  @Test
  void hasThePackagesOfTheArtifact() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    for (String name : API) {
      String folder = name.replace('.', '/');
      String include = folder.endsWith("//") ? folder.replace("//", "/**") : folder + "/*";
      assertThat(pom).contains("<include>" + include + "</include>");
    }
  }
}
