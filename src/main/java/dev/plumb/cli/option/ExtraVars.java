package dev.plumb.cli.option;

import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.module.KeyValueArgs;
import dev.plumb.playbook.yaml.Decryption;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the option {@code -e}. Later ones override earlier ones. */
final class ExtraVars {

  private ExtraVars() {}

  static Map<String, Value> read(
      List<String> given, ProcessEnvironment environment, Decryption decryption) {
    Map<String, Value> vars = new LinkedHashMap<>();
    for (String text : given) {
      vars.putAll(one(text, environment, decryption).map());
    }
    return vars;
  }

  private static Value.Entries one(
      String text, ProcessEnvironment environment, Decryption decryption) {
    if (text.startsWith("@")) {
      String name = text.substring(1);
      return YamlMapping.read(environment.workingDirectory().resolve(name), name, decryption);
    }
    SourceText source = new SourceText("the option --extra-vars", text);
    if (text.stripLeading().startsWith("{")) {
      return YamlMapping.parse(source);
    }
    Diagnostics problems = new Diagnostics();
    Place place = Place.of(source, 1, 1);
    Value.Entries pairs =
        KeyValueArgs.parse(new Value.Text(text, text.contains("${"), place), problems);
    problems.throwIfErrors();
    if (pairs.map().isEmpty()) {
      throw Flags.invalid("--extra-vars", "must be key=value, @FILE or a YAML mapping");
    }
    return pairs;
  }
}
