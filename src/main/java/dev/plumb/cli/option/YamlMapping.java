package dev.plumb.cli.option;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.playbook.yaml.Decryption;
import dev.plumb.playbook.yaml.YamlReader;
import dev.plumb.value.Value;
import java.nio.file.Path;
import java.util.Map;

/** Reads YAML that must be a mapping. An empty text is an empty mapping. */
final class YamlMapping {

  private YamlMapping() {}

  static Value.Entries read(Path file, String name, Decryption decryption) {
    Diagnostics problems = new Diagnostics();
    Value read =
        YamlReader.readFile(file, name, Place.NONE, problems, decryption).orElse(Value.nothing());
    problems.throwIfErrors();
    return mapping(read);
  }

  static Value.Entries parse(SourceText yaml) {
    Diagnostics problems = new Diagnostics();
    Value read = YamlReader.read(yaml, problems).orElse(Value.nothing());
    problems.throwIfErrors();
    return mapping(read);
  }

  private static Value.Entries mapping(Value read) {
    return switch (read) {
      case Value.Entries entries -> entries;
      case Value.Null _ -> Value.map(Map.of());
      case Value.Text _, Value.Num _, Value.Bool _, Value.Items _, Value.Unknown _ ->
          throw new BadInputException(
              Diagnostic.error(
                  "Not a mapping",
                  read.place(),
                  "This must be a mapping of names to values, but is " + read.kind() + "."));
    };
  }
}
