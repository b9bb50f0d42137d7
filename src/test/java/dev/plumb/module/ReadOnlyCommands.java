package dev.plumb.module;

import dev.plumb.remote.Command;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The programs that a probe may ask with. The one list: a module that needs another program adds it
 * here, and whoever reviews that line asks whether it can change a host.
 */
final class ReadOnlyCommands {

  @SuppressWarnings("UnnecessaryLambda") // a name says more in the list below
  private static final Predicate<List<String>> ANY_ARGUMENTS = _ -> true;

  /** Programs by their name without a folder, and which arguments keep them read-only. */
  private static final Map<String, Predicate<List<String>>> PROGRAMS =
      Map.ofEntries(
          Map.entry("stat", ANY_ARGUMENTS),
          Map.entry("cat", ANY_ARGUMENTS),
          Map.entry("head", ANY_ARGUMENTS),
          Map.entry("tail", ANY_ARGUMENTS),
          Map.entry("wc", ANY_ARGUMENTS),
          Map.entry("cut", ANY_ARGUMENTS),
          Map.entry("tr", ANY_ARGUMENTS),
          Map.entry("sort", without("-o", "--output")),
          Map.entry("grep", ANY_ARGUMENTS),
          Map.entry("sed", without("-i", "--in-place")),
          Map.entry("ls", ANY_ARGUMENTS),
          Map.entry("find", without("-exec", "-execdir", "-ok", "-okdir", "-delete", "-fprint")),
          Map.entry("readlink", ANY_ARGUMENTS),
          Map.entry("realpath", ANY_ARGUMENTS),
          Map.entry("md5sum", ANY_ARGUMENTS),
          Map.entry("sha1sum", ANY_ARGUMENTS),
          Map.entry("sha224sum", ANY_ARGUMENTS),
          Map.entry("sha256sum", ANY_ARGUMENTS),
          Map.entry("sha384sum", ANY_ARGUMENTS),
          Map.entry("sha512sum", ANY_ARGUMENTS),
          Map.entry("test", ANY_ARGUMENTS),
          Map.entry("[", ANY_ARGUMENTS),
          Map.entry("true", ANY_ARGUMENTS),
          Map.entry("false", ANY_ARGUMENTS),
          Map.entry("id", ANY_ARGUMENTS),
          Map.entry("getent", ANY_ARGUMENTS),
          Map.entry("uname", ANY_ARGUMENTS),
          Map.entry("date", without("-s", "--set")),
          Map.entry("hostname", List::isEmpty),
          Map.entry("nproc", ANY_ARGUMENTS),
          Map.entry("uptime", ANY_ARGUMENTS),
          Map.entry("df", ANY_ARGUMENTS),
          Map.entry("ps", ANY_ARGUMENTS),
          Map.entry("ss", without("-K", "--kill")),
          Map.entry("findmnt", ANY_ARGUMENTS),
          Map.entry("lsmod", ANY_ARGUMENTS),
          Map.entry(
              "ip",
              args ->
                  args.stream().anyMatch(Set.of("show", "list", "get")::contains) && !batch(args)),
          Map.entry("dpkg-query", ANY_ARGUMENTS),
          Map.entry(
              "dpkg", first("-s", "-l", "-L", "-S", "--compare-versions", "--print-architecture")),
          Map.entry("apt-cache", ANY_ARGUMENTS),
          Map.entry("apt-mark", first("showhold", "showmanual", "showauto")),
          Map.entry("apt-get", ReadOnlyCommands::onlySimulates),
          Map.entry(
              "systemctl",
              first(
                  "show",
                  "cat",
                  "status",
                  "is-active",
                  "is-enabled",
                  "is-failed",
                  "get-default",
                  "list-units",
                  "list-unit-files")),
          Map.entry("busctl", first("get-property")),
          Map.entry("systemd-detect-virt", ANY_ARGUMENTS),
          Map.entry("journalctl", without("--rotate", "--vacuum-time", "--vacuum-size", "--flush")),
          // What wait_for tries a connection with.
          Map.entry("python3", args -> args.contains("Q")),
          // A word sent to ZooKeeper; like the one above, a line of our own in single quotes.
          Map.entry("bash", args -> args.contains("Q")),
          Map.entry("nc", args -> args.contains("-z")),
          Map.entry("sysctl", without("-w", "--write", "-p", "--load", "--system")),
          Map.entry("crontab", args -> args.contains("-l")),
          Map.entry("iptables-save", without("-M", "--modprobe")),
          Map.entry("ip6tables-save", without("-M", "--modprobe")),
          Map.entry("curl", ReadOnlyCommands::onlyGets),
          Map.entry("calicoctl", first("get")),
          Map.entry("etcd", first("--version")),
          Map.entry("od", ANY_ARGUMENTS),
          Map.entry("etcdctl", ReadOnlyCommands::onlyReadsEtcd),
          Map.entry("dockerd", first("--version")),
          Map.entry(
              "docker", first("info", "inspect", "version", "ps", "images", "network", "volume")));

  /** Words of the shell itself that change nothing beyond the shell. */
  private static final Set<String> BUILTINS =
      Set.of(
          ":",
          "command",
          "echo",
          "printf",
          "exit",
          "return",
          "read",
          "set",
          "shift",
          "cd",
          "umask",
          "continue",
          "break",
          "export",
          "unset",
          "local",
          "getopts",
          "type",
          "wait",
          "trap",
          "for",
          "case",
          "esac",
          "fi",
          "done");

  /** After these words of the shell another command begins. */
  private static final Set<String> OPENERS =
      Set.of("if", "then", "elif", "else", "while", "until", "do", "!", "{", "}", "(", ")");

  private static final Pattern REDIRECTION = Pattern.compile("[0-9]?>{1,2}\\|?\\s*(&?[^\\s;|&)]+)");

  /** The head of a function; its body is read like the rest. */
  private static final Pattern FUNCTION = Pattern.compile("\\b([a-z]\\w*)\\(\\)\\s*\\{");

  private ReadOnlyCommands() {}

  /** What is wrong with it as a question, or nothing. */
  static Optional<String> objection(Command question) {
    return objection(question.words());
  }

  private static Optional<String> objection(List<String> words) {
    String program = words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
    List<String> args = words.subList(1, words.size());
    if (program.equals("sh") && args.size() > 1 && args.getFirst().equals("-c")) {
      return lineObjection(args.get(1));
    }
    if (program.equals("timeout") && args.size() > 1) {
      return objection(args.subList(1, args.size()));
    }
    if (program.equals("env")) {
      return objection(
          args.stream().dropWhile(word -> word.startsWith("-") || word.contains("=")).toList());
    }
    Predicate<List<String>> allowed = PROGRAMS.get(program);
    if (allowed == null) {
      return Optional.of("\"" + program + "\" is not on the list of read-only programs");
    }
    return allowed.test(args)
        ? Optional.empty()
        : Optional.of("\"" + String.join(" ", words) + "\" is more than a look");
  }

  /** A rough reading of a shell line, good enough for the lines that we write ourselves. */
  private static Optional<String> lineObjection(String line) {
    String plain = line.replaceAll("'[^']*'", "Q").replaceAll("(?m)(^|\\s)#.*$", "$1");
    Set<String> functions =
        FUNCTION.matcher(plain).results().map(f -> f.group(1)).collect(Collectors.toSet());
    plain =
        FUNCTION
            .matcher(plain)
            .replaceAll("")
            .replaceAll("\\$\\{[^}]*\\}|\\$\\(\\([^()]*\\)\\)", "V")
            .replaceAll("(?m)(^\\s*|\\bin )[^\\s()$=]*\\)|^\\s*\\*\"\\$\\w+\"\\*\\)", "$1");
    Matcher redirection = REDIRECTION.matcher(plain);
    while (redirection.find()) {
      String into = redirection.group(1);
      if (!into.equals("/dev/null") && !into.matches("&[0-9-]")) {
        return Optional.of("it writes to " + into);
      }
    }
    return Stream.of(
            plain.replaceAll("[0-9]?>&[0-9-]", "").split("\\$\\(|`|;|\\n|\\|\\||&&|\\||&|\\)"))
        .map(part -> Stream.of(part.strip().split("\\s+")).filter(word -> !word.isEmpty()))
        .map(
            part ->
                part.dropWhile(word -> OPENERS.contains(word) || word.matches("[A-Za-z_]\\w*=.*"))
                    .toList())
        .filter(part -> !part.isEmpty() && !BUILTINS.contains(part.getFirst()))
        .filter(part -> !functions.contains(part.getFirst()))
        .filter(part -> !part.getFirst().startsWith("\"") && !part.getFirst().startsWith("$"))
        .flatMap(part -> objection(part).stream())
        .findFirst();
  }

  private static Predicate<List<String>> without(String... forbidden) {
    return args ->
        args.stream()
            .noneMatch(
                arg ->
                    Stream.of(forbidden).anyMatch(f -> arg.equals(f) || arg.startsWith(f + "=")));
  }

  private static Predicate<List<String>> first(String... allowed) {
    return args ->
        args.stream()
            .filter(arg -> List.of(allowed).contains(arg) || !arg.startsWith("-"))
            .findFirst()
            .filter(List.of(allowed)::contains)
            .isPresent();
  }

  private static boolean onlySimulates(List<String> args) {
    return args.contains("-s") || args.contains("--simulate") || args.contains("indextargets");
  }

  private static boolean onlyGets(List<String> args) {
    return without("-d", "--data", "-T", "--upload-file", "-o", "--output", "-O").test(args)
        && (!args.contains("-X") || args.get(args.indexOf("-X") + 1).matches("GET|HEAD"));
  }

  /** What etcdctl is to do comes after its options, some of which are only known on the host. */
  private static boolean onlyReadsEtcd(List<String> args) {
    List<String> words = args.stream().filter(arg -> !arg.startsWith("-")).toList();
    return words.stream()
        .noneMatch(
            Set.of(
                    "put",
                    "del",
                    "txn",
                    "add",
                    "remove",
                    "update",
                    "promote",
                    "compaction",
                    "defrag",
                    "disarm",
                    "move-leader",
                    "restore",
                    "set",
                    "rm",
                    "mk",
                    "backup")
                ::contains);
  }

  private static boolean batch(List<String> args) {
    return args.contains("-batch") || args.contains("-b");
  }
}
