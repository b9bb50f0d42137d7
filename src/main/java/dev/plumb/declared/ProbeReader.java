package dev.plumb.declared;

import dev.plumb.value.Value;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the probes that a module declares. */
final class ProbeReader {

  private static final List<String> SOURCES = List.of("command", "file", "stat");
  private static final List<String> KEYS =
      List.of("command", "file", "stat", "input", "read", "regex", "statuses", "missing");

  private ProbeReader() {}

  static Map<String, ProbeDeclaration> read(ModuleFields file) {
    Map<String, ProbeDeclaration> probes = new LinkedHashMap<>();
    file.each(
        "probes",
        "probe",
        KEYS,
        (name, fields) -> {
          fields.checkTemplates(fields.entries());
          probe(fields).ifPresent(probe -> probes.put(name, probe));
        });
    return probes;
  }

  private static Optional<ProbeDeclaration> probe(ModuleFields fields) {
    Value missing = fields.value("missing").orElse(Value.text(""));
    AnswerFormat format = format(fields);
    return switch (fields.one(SOURCES)) {
      case "command" ->
          Optional.of(
              new ProbeDeclaration.Program(
                  fields.words("command"),
                  fields.scalar("input"),
                  statuses(fields, format),
                  format,
                  missing));
      case "file" ->
          fields
              .scalar("file")
              .map(path -> new ProbeDeclaration.FileContent(path, format, missing));
      case "stat" -> fields.scalar("stat").map(ProbeDeclaration.FileStat::new);
      default -> Optional.empty();
    };
  }

  private static AnswerFormat format(ModuleFields fields) {
    Optional<Value> regex = fields.scalar("regex");
    if (regex.isPresent()) {
      try {
        return new AnswerFormat.FirstMatch(
            Pattern.compile(regex.get().toString(), Pattern.MULTILINE));
      } catch (PatternSyntaxException e) {
        fields.invalid(
            regex.get().place(),
            "\"regex\" of %s is not a regular expression: %s.",
            fields.subject(),
            e.getDescription());
      }
    }
    Value word = fields.scalar("read").orElse(Value.text("text"));
    return switch (word.toString()) {
      case "text" -> new AnswerFormat.PlainText();
      case "status" -> new AnswerFormat.StatusNumber();
      case "json" -> new AnswerFormat.JsonText();
      default -> {
        fields.invalid(
            word.place(),
            "\"read\" of %s must be one of text, status, json, but is \"%s\". With \"regex\" it is"
                + " not needed.",
            fields.subject(),
            word);
        yield new AnswerFormat.PlainText();
      }
    };
  }

  private static Set<Integer> statuses(ModuleFields fields, AnswerFormat format) {
    if (!fields.has("statuses")) {
      return format instanceof AnswerFormat.StatusNumber ? Set.of(0, 1) : Set.of(0);
    }
    Set<Integer> statuses = new HashSet<>();
    for (Value value : fields.list("statuses")) {
      if (value instanceof Value.Num(Long number, _) && number >= 0 && number <= 255) {
        statuses.add(number.intValue());
      } else {
        fields.invalid(
            value.place(),
            "\"statuses\" of %s must be exit statuses from 0 to 255, but one is \"%s\".",
            fields.subject(),
            value);
      }
    }
    return statuses;
  }
}
