package dev.plumb.module.docker.daemon;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of docker.service on disk, and the command line that they give dockerd at its next
 * start.
 *
 * @param files the unit's own file and its drop-ins, in the order of systemd
 * @param variables the environment files of the unit: path and text
 */
record DaemonUnit(List<UnitFile> files, Map<String, String> variables) {

  /** Sorts late, so that it overrides other drop-ins. */
  static final String DROP_IN = "/etc/systemd/system/docker.service.d/zz-plumb-flags.conf";

  private static final Pattern HEADER =
      Pattern.compile("^# (/\\S*/systemd/system\\S*/docker\\.service(\\.d/\\S+\\.conf)?)$");

  private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\$)|\\{(\\w+)\\}|(\\w+))");

  DaemonUnit {
    files = List.copyOf(files);
    variables = Map.copyOf(variables);
  }

  /** A file of the unit. */
  record UnitFile(String path, String text) {}

  /** A word of the command line, and the file that contains it. */
  record Word(String text, String file) {}

  /**
   * Parses the output of both probes.
   *
   * @param shown all files, each after a line with {@code #} and its path; the unit's own file is
   *     first, and the last of several drop-ins with one name counts
   * @param variables the output of grep: each line after the file's path and a colon
   */
  static DaemonUnit parse(String shown, String variables) {
    List<UnitFile> files = new ArrayList<>();
    String path = "";
    StringBuilder text = new StringBuilder();
    for (String line : shown.lines().toList()) {
      Matcher header = HEADER.matcher(line);
      if (header.matches()) {
        add(files, path, text);
        path = header.group(1);
        text.setLength(0);
      } else {
        text.append(line).append('\n');
      }
    }
    add(files, path, text);
    Map<String, String> named = new TreeMap<>();
    variables
        .lines()
        .filter(line -> line.contains(":"))
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              named.merge(
                  line.substring(0, colon), line.substring(colon + 1) + "\n", String::concat);
            });
    return new DaemonUnit(files, named);
  }

  private static void add(List<UnitFile> files, String path, StringBuilder text) {
    if (!path.isEmpty()) {
      put(files, new UnitFile(path, text.toString().strip() + "\n"));
    }
  }

  private static void put(List<UnitFile> files, UnitFile added) {
    List<UnitFile> dropIns = files.subList(Math.min(1, files.size()), files.size());
    dropIns.removeIf(file -> name(file).equals(name(added)));
    dropIns.add(added);
    dropIns.sort(Comparator.comparing(DaemonUnit::name));
  }

  Optional<String> text(String path) {
    return files.stream().filter(file -> file.path().equals(path)).map(UnitFile::text).findFirst();
  }

  /** Returns the unit with this drop-in. */
  DaemonUnit with(String path, String text) {
    List<UnitFile> changed = new ArrayList<>(files);
    put(changed, new UnitFile(path, text));
    return new DaemonUnit(changed, variables);
  }

  DaemonUnit without(String path) {
    return new DaemonUnit(
        files.stream().filter(file -> !file.path().equals(path)).toList(), variables);
  }

  private static String name(UnitFile file) {
    return nameOf(file.path());
  }

  private static String nameOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Returns the command line of dockerd at its next start; empty if no file sets one. */
  List<Word> commandLine() {
    return commandLine(files);
  }

  /** Returns the words of {@link #commandLine()}. */
  List<String> words() {
    return commandLine().stream().map(Word::text).toList();
  }

  /** Returns the command line without drop-ins and without variables. */
  List<Word> ownCommandLine() {
    return new DaemonUnit(files.subList(0, Math.min(1, files.size())), Map.of()).commandLine();
  }

  /** Returns drop-ins that set the command line and sort after this one. */
  List<String> laterDropInsWithExecStart(String path) {
    return files.stream()
        .skip(1)
        .filter(file -> name(file).compareTo(nameOf(path)) > 0)
        .filter(file -> !entries(file.text(), "ExecStart").isEmpty())
        .map(UnitFile::path)
        .toList();
  }

  private List<Word> commandLine(List<UnitFile> of) {
    String line = "";
    String from = "";
    Map<String, Word> known = new TreeMap<>();
    for (UnitFile file : of) {
      for (String entry : entries(file.text(), "ExecStart")) {
        line = entry;
        from = file.path();
      }
      for (String entry : entries(file.text(), "Environment")) {
        SystemdWords.split(entry).forEach(word -> assign(word, file.path(), known));
      }
    }
    variables.forEach(
        (path, text) ->
            text.lines()
                .map(String::strip)
                .filter(entry -> !entry.startsWith("#") && !entry.startsWith(";"))
                .forEach(entry -> assign(unquoted(entry), path, known)));
    List<Word> words = new ArrayList<>();
    for (String word : SystemdWords.split(line)) {
      words.addAll(expand(new Word(word, from), known));
    }
    return List.copyOf(words);
  }

  private static String unquoted(String entry) {
    return entry.replaceFirst("^(\\w+=)([\"'])(.*)\\2$", "$1$3");
  }

  private static void assign(String word, String path, Map<String, Word> into) {
    int equals = word.indexOf('=');
    if (equals > 0) {
      into.put(word.substring(0, equals), new Word(word.substring(equals + 1), path));
    }
  }

  /** Expands variables as systemd does: one that is a whole word is split into words. */
  private static List<Word> expand(Word word, Map<String, Word> known) {
    Matcher whole = VARIABLE.matcher(word.text());
    if (whole.matches() && whole.group(3) != null) {
      Word value = known.getOrDefault(whole.group(3), new Word("", word.file()));
      return SystemdWords.split(value.text()).stream()
          .map(text -> new Word(text, value.file()))
          .toList();
    }
    String text =
        VARIABLE
            .matcher(word.text())
            .replaceAll(
                found -> {
                  String name = found.group(2) != null ? found.group(2) : found.group(3);
                  return Matcher.quoteReplacement(
                      found.group(1) != null
                          ? "$"
                          : known.getOrDefault(name, new Word("", "")).text());
                });
    return List.of(new Word(text.replace("%%", "%"), word.file()));
  }

  /** Returns the values of a key in section Service; an empty value clears earlier ones. */
  private static List<String> entries(String text, String key) {
    List<String> values = new ArrayList<>();
    String section = "";
    for (String line : text.replaceAll("\\\\\\n", " ").lines().map(String::strip).toList()) {
      if (line.startsWith("[")) {
        section = line;
      } else if (section.equals("[Service]") && line.matches(key + "\\s*=.*")) {
        String value = line.substring(line.indexOf('=') + 1).strip();
        if (value.isEmpty()) {
          values.clear();
        } else {
          values.add(value);
        }
      }
    }
    return values;
  }
}
