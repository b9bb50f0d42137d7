package dev.plumb.module.docker.image;

import dev.plumb.module.docker.ImageName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the base images of a Dockerfile. */
final class DockerfileParser {

  private static final Pattern CONTINUED = Pattern.compile("\\\\[ \\t]*\\r?\\n");
  private static final Pattern FROM =
      Pattern.compile(
          "FROM\\s+(?:--\\S+\\s+)*(\\S+)(?:\\s+AS\\s+(\\S+))?\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern COPY_FROM =
      Pattern.compile("COPY\\s+(?:--\\S+\\s+)*?--from=(\\S+)\\s.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern ARG =
      Pattern.compile("ARG\\s+(\\w+)(?:=(.*?))?\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)(?:(:[-+])([^}]*))?\\})");

  private DockerfileParser() {}

  /**
   * Returns the images in FROM and COPY --from that are not stages of the same file, in order and
   * without duplicates.
   *
   * @param args build arguments, which FROM may use
   */
  static List<String> bases(String dockerfile, Map<String, String> args) {
    Map<String, String> known = new TreeMap<>();
    Set<String> stages = new LinkedHashSet<>();
    Set<String> bases = new LinkedHashSet<>();
    boolean first = true;
    for (String line : lines(dockerfile)) {
      Matcher from = FROM.matcher(line);
      Matcher copy = COPY_FROM.matcher(line);
      Matcher arg = ARG.matcher(line);
      if (from.matches()) {
        first = false;
        expandVariables(from.group(1), known).ifPresent(base -> add(base, stages, bases));
        if (from.group(2) != null) {
          stages.add(from.group(2));
        }
      } else if (copy.matches()) {
        expandVariables(copy.group(1), known).ifPresent(base -> add(base, stages, bases));
      } else if (first && arg.matches()) {
        String byDefault = arg.group(2) == null ? null : unquoted(arg.group(2));
        String value = args.getOrDefault(arg.group(1), byDefault);
        if (value != null) {
          known.put(arg.group(1), value);
        }
      }
    }
    return List.copyOf(bases);
  }

  private static void add(String base, Set<String> stages, Set<String> bases) {
    boolean isStage =
        stages.stream().anyMatch(base::equalsIgnoreCase)
            || base.equals("scratch")
            || base.matches("\\d+");
    if (!isStage) {
      // Docker reports an invalid name.
      try {
        bases.add(ImageName.of(base).withTag("latest").value());
      } catch (IllegalArgumentException _) {
        bases.add(base);
      }
    }
  }

  private static List<String> lines(String dockerfile) {
    List<String> lines = new ArrayList<>();
    String withoutComments =
        String.join(
            "\n", dockerfile.lines().filter(l -> !l.stripLeading().startsWith("#")).toList());
    CONTINUED
        .matcher(withoutComments)
        .replaceAll(" ")
        .lines()
        .map(String::strip)
        .forEach(lines::add);
    return lines;
  }

  private static Optional<String> expandVariables(String text, Map<String, String> known) {
    StringBuilder expanded = new StringBuilder();
    Matcher matcher = VARIABLE.matcher(unquoted(text));
    while (matcher.find()) {
      String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      String value = known.getOrDefault(name, "");
      if (":-".equals(matcher.group(3))) {
        value = value.isEmpty() ? matcher.group(4) : value;
      } else if (":+".equals(matcher.group(3))) {
        value = value.isEmpty() ? "" : matcher.group(4);
      }
      matcher.appendReplacement(expanded, Matcher.quoteReplacement(value));
    }
    matcher.appendTail(expanded);
    return Optional.of(expanded.toString()).filter(name -> !name.isEmpty());
  }

  private static String unquoted(String text) {
    return text.matches("\"[^\"]*\"|'[^']*'") ? text.substring(1, text.length() - 1) : text;
  }
}
