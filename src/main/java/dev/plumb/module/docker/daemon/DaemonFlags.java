package dev.plumb.module.docker.daemon;

import dev.plumb.module.docker.daemon.DaemonOption.Kind;
import dev.plumb.module.docker.daemon.DaemonUnit.Word;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Conversion between settings and flags on dockerd's command line. */
final class DaemonFlags {

  private DaemonFlags() {}

  /**
   * A flag on a command line.
   *
   * @param key the setting's name in daemon.json, or the flag's own if there is no such setting
   * @param index the position of its first word
   * @param words the flag and its value as written
   * @param value empty for a flag without a value
   */
  record Flag(String key, int index, List<Word> words, String value) {
    String file() {
      return words.getFirst().file();
    }

    String text() {
      return String.join(" ", words.stream().map(Word::text).toList());
    }
  }

  /** Reads the flags of a command line that begins with the program. */
  static List<Flag> read(List<Word> commandLine) {
    List<Flag> flags = new ArrayList<>();
    for (int i = 1; i < commandLine.size(); i++) {
      String word = commandLine.get(i).text();
      if (!word.startsWith("-") || word.length() < 2) {
        continue;
      }
      boolean isLong = word.startsWith("--");
      int end = isLong ? word.indexOf('=') : 2;
      String name =
          isLong ? word.substring(2, end < 0 ? word.length() : end) : word.substring(1, 2);
      Optional<DaemonOption> option =
          isLong ? DaemonOption.ofFlag(name) : DaemonOption.ofLetter(name);
      boolean hasValue = isLong ? end >= 0 : word.length() > 2;
      // A boolean flag never takes the next word. An unknown flag does if that is not a flag.
      boolean takesNext =
          !hasValue
              && i + 1 < commandLine.size()
              && option
                  .map(known -> known.kind() != Kind.BOOL)
                  .orElse(!commandLine.get(i + 1).text().startsWith("-"));
      List<Word> words = commandLine.subList(i, i + (takesNext ? 2 : 1));
      String value =
          takesNext
              ? commandLine.get(i + 1).text()
              : hasValue ? word.substring(end).replaceFirst("^=", "") : "";
      flags.add(new Flag(option.map(DaemonOption::key).orElse(name), i, words, value));
      i += takesNext ? 1 : 0;
    }
    return flags;
  }

  /** Returns settings as flags, in the given order. */
  static List<String> write(Map<String, Value> settings) {
    List<String> words = new ArrayList<>();
    settings.forEach(
        (key, value) -> {
          String flag = "--" + DaemonOption.ofKey(key).orElseThrow().flag();
          texts(value).forEach(text -> words.add(flag + "=" + text));
        });
    return words;
  }

  /** Returns the command line without the flags of these settings. */
  static List<String> without(List<Word> commandLine, Set<String> keys) {
    Set<Integer> gone = new HashSet<>();
    read(commandLine).stream()
        .filter(flag -> keys.contains(flag.key()))
        .forEach(
            flag ->
                IntStream.range(0, flag.words().size()).forEach(i -> gone.add(flag.index() + i)));
    return IntStream.range(0, commandLine.size())
        .filter(i -> !gone.contains(i))
        .mapToObj(i -> commandLine.get(i).text())
        .toList();
  }

  private static List<String> texts(Value value) {
    return switch (value) {
      case Value.Items items -> items.list().stream().map(DaemonFlags::pairs).toList();
      case Value.Entries entries ->
          entries.map().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
      default -> List.of(value.toString());
    };
  }

  /** Returns {@code base=10.0.0.0/8,size=24}: one setting is a list of mappings. */
  private static String pairs(Value value) {
    return value instanceof Value.Entries entries
        ? String.join(
            ",",
            entries.map().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList())
        : value.toString();
  }
}
