package dev.plumb.cli.option;

import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.playbook.yaml.Decryption;
import dev.plumb.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ParseResult;

/** Default options from {@code plumb.yml} in the working directory. Each setting is one option. */
public final class ProjectSettings {

  static final String FILE = "plumb.yml";

  private static final Map<String, String> OPTIONS = new LinkedHashMap<>();

  static {
    OPTIONS.put("inventory", "--inventory");
    OPTIONS.put("forks", "--forks");
    OPTIONS.put("user", "--user");
    OPTIONS.put("private_key", "--private-key");
    OPTIONS.put("become", "--become");
    OPTIONS.put("become_user", "--become-user");
    OPTIONS.put("host_keys", "--host-keys");
    OPTIONS.put("vault_password_file", "--vault-password-file");
    OPTIONS.put("diff", "--diff");
  }

  /** Not an option: the directories and jars that hold further modules. */
  private static final String MODULES = "modules";

  private ProjectSettings() {}

  /**
   * Where further modules are.
   *
   * @param directories of module files
   * @param jars as written in plumb.yml
   */
  public record ModuleLocations(List<Path> directories, List<Value.Text> jars) {}

  /**
   * Returns the directories and jars of modules that plumb.yml names.
   *
   * @throws BadInputException when one of the directories does not exist
   */
  public static ModuleLocations moduleLocations(ProcessEnvironment environment) {
    ModuleLocations found = new ModuleLocations(new ArrayList<>(), new ArrayList<>());
    Path file = environment.workingDirectory().resolve(FILE);
    if (!Files.exists(file)) {
      return found;
    }
    Value given =
        YamlMapping.read(file, FILE, Decryption.NONE).get(MODULES).orElse(Value.list(List.of()));
    List<Value> names = given instanceof Value.Items items ? items.list() : List.of(given);
    Diagnostics problems = new Diagnostics();
    for (Value name : names) {
      Path path = environment.workingDirectory().resolve(name.toString());
      if (name instanceof Value.Text jar && jar.text().endsWith(".jar")) {
        found.jars().add(jar);
      } else if (Files.isDirectory(path)) {
        found.directories().add(path);
      } else {
        problems.add(
            Diagnostic.error(
                "Directory not found",
                name.place(),
                "\"%s\" must name directories or jars of modules, but \"%s\" is neither."
                    .formatted(MODULES, name)));
      }
    }
    problems.throwIfErrors();
    return found;
  }

  /**
   * Returns arguments for the options that the command has and the user did not give.
   *
   * @throws BadInputException for all unknown settings and invalid values
   */
  public static List<String> asArguments(ParseResult given, ProcessEnvironment environment) {
    Path file = environment.workingDirectory().resolve(FILE);
    if (!Files.exists(file)) {
      return List.of();
    }
    Value.Entries settings = YamlMapping.read(file, FILE, Decryption.NONE);
    Diagnostics problems = new Diagnostics();
    List<String> words = new ArrayList<>();
    List<String> names = new ArrayList<>(OPTIONS.keySet());
    names.add(MODULES);
    settings
        .map()
        .forEach(
            (key, value) -> {
              String option = OPTIONS.get(key);
              if (option == null && !key.equals(MODULES)) {
                problems.add(
                    Diagnostic.error(
                        "Unknown setting",
                        settings.keyPlace(key),
                        "\"%s\" is not a setting. The settings of \"%s\" are %s.%s"
                            .formatted(
                                key,
                                FILE,
                                String.join(", ", names),
                                DidYouMean.suggestion(key, names))));
              } else if (option != null
                  && given.commandSpec().findOption(option) != null
                  && !given.hasMatchedOption(option)) {
                add(option, value, words, problems);
              }
            });
    problems.throwIfErrors();
    return words;
  }

  private static void add(String option, Value value, List<String> words, Diagnostics problems) {
    switch (value) {
      case Value.Bool bool -> {
        if (bool.truth()) {
          words.add(option);
        }
      }
      case Value.Text _, Value.Num _ -> words.addAll(List.of(option, value.toString()));
      case Value.Items items ->
          items.list().forEach(item -> words.addAll(List.of(option, item.toString())));
      case Value.Entries _, Value.Null _, Value.Unknown _ ->
          problems.add(
              Diagnostic.error(
                  "Invalid setting",
                  value.place(),
                  "The value must be valid for the option %s, but is %s."
                      .formatted(option, value.kind())));
    }
  }
}
