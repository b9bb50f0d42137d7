package dev.plumb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.Prose.Passage;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rejects words and phrases that violate the rules in CONTRIBUTING.md, "How we write". */
class WordsTest {

  /** A phrase that never occurs, and what to write instead. */
  private record Rule(Pattern phrase, String instead) {
    /** Leaves out names of shell variables and of functions. */
    static Rule of(String phrase, String instead) {
      return new Rule(
          Pattern.compile("(?<![$\\w{-])(?:" + phrase + ")\\b(?![=(])", Pattern.CASE_INSENSITIVE),
          instead);
    }
  }

  private static final List<Rule> EVERYWHERE =
      List.of(
          Rule.of("shall", "must"),
          Rule.of("tells?|telling|told", "report, print, return, distinguish"),
          Rule.of("says?|(?<!case )said(?! in)", "report, state, contain, declare"),
          Rule.of("anew", "again, re-create"),
          Rule.of("in vain", "without success, timed out"),
          Rule.of("loudly", "with a warning"),
          Rule.of("in silence", "silently"),
          Rule.of("puts? (?:\\w+ )?right", "repair"),
          Rule.of(
              "(?:of|on) (?:its|their|his|our|your|one's) own", "its own X, separate, dedicated"),
          Rule.of("(?:is|are|was|were) none", "does not exist, is not a"),
          Rule.of("the way in", "proxy, entry point"),
          Rule.of("(?:as )?whom", "user"),
          Rule.of("(?:in )?so many words", "explicitly"),
          Rule.of("for [\\w' ]{1,20} sake|for the sake of", "for compatibility with"),
          Rule.of("whoever", "the caller, the user"),
          Rule.of(
              "(?:stands?|stood)"
                  + " (?:in|at|on|beside|above|below|under|behind|before|after|here|there"
                  + "|alone|apart|together|around|within|between|as|still)",
              "is"),
          Rule.of("(?:bring|brings|brought) (?:\\w+ )?about", "cause"),
          Rule.of("(?:makes?|made|making) (?:\\w+ )?good", "repair, complete"),
          Rule.of("(?:hosts?|task|play) at hand", "current"),
          Rule.of("(?:a|the|failed|this|one|no|first|every|each) looks?", "probe, check"),
          Rule.of("look(?:s|ed|ing)? (?:at|for)", "probe, check, read, search"),
          Rule.of("taken for|takes? it for", "treated as"),
          Rule.of("turn comes?|turns come", "when the task runs"),
          Rule.of("of ours", "plumb's"),
          Rule.of("goes on|go on", "continues"),
          Rule.of("lies? (?:in|beside|there|on)", "is"),
          Rule.of("(?:is|are) there(?: again| already)?(?= ?[.,;:)]|$)", "exists"),
          Rule.of("it takes", "requires, accepts"),
          Rule.of("once more|over and over", "again, repeatedly"),
          Rule.of("besides", "also"),
          Rule.of("what (?:\\w+ ){1,3}is", "the X"),
          Rule.of("all (?:that|else that) (?:is|are|it)", "everything, all X"),
          Rule.of("(?:as it|what it) should be", "in sync, as declared"));

  /** For texts that users read. */
  private static final List<Rule> IN_MESSAGES =
      List.of(
          Rule.of("folders?", "directory"),
          Rule.of("(?:this|the) machine", "the control machine, the host"));

  /** Directories and files with old violations; the list only becomes shorter. */
  private static final Set<String> TOLERATED =
      Set.of(
          "src/build/startup/absent/groovy/lang",
          "bench",
          "docs",
          "docs/adr",
          "docs/modules",
          "examples/module-java",
          "lab",
          "lab/lib",
          "lab/stand-ins",
          "lab/stand-ins/lib",
          "playbooks/roles/etcd/tasks",
          "playbooks/roles/mesos_service/files",
          "plumb",
          "pom.xml",
          "src/build",
          "src/build/absent/groovy/lang",
          "src/main/java/dev/plumb/change",
          "src/main/java/dev/plumb/cli/command",
          "src/main/java/dev/plumb/cli/run",
          "src/main/java/dev/plumb/declared",
          "src/main/java/dev/plumb/diagnostic",
          "src/main/java/dev/plumb/engine",
          "src/main/java/dev/plumb/engine/event",
          "src/main/java/dev/plumb/engine/prepare",
          "src/main/java/dev/plumb/engine/task",
          "src/main/java/dev/plumb/host/files",
          "src/main/java/dev/plumb/host/lockout",
          "src/main/java/dev/plumb/host/systemd",
          "src/main/java/dev/plumb/host/text",
          "src/main/java/dev/plumb/lint",
          "src/main/java/dev/plumb/module",
          "src/main/java/dev/plumb/module/calico",
          "src/main/java/dev/plumb/module/command",
          "src/main/java/dev/plumb/module/control",
          "src/main/java/dev/plumb/module/docker/container",
          "src/main/java/dev/plumb/module/docker/daemon",
          "src/main/java/dev/plumb/module/docker/image",
          "src/main/java/dev/plumb/module/etcd",
          "src/main/java/dev/plumb/module/facts",
          "src/main/java/dev/plumb/module/file",
          "src/main/java/dev/plumb/module/file/download",
          "src/main/java/dev/plumb/module/file/line",
          "src/main/java/dev/plumb/module/iptables",
          "src/main/java/dev/plumb/module/net",
          "src/main/java/dev/plumb/module/pkg",
          "src/main/java/dev/plumb/module/preflight",
          "src/main/java/dev/plumb/module/service",
          "src/main/java/dev/plumb/module/system",
          "src/main/java/dev/plumb/module/weave",
          "src/main/java/dev/plumb/playbook/yaml",
          "src/main/java/dev/plumb/remote",
          "src/main/java/dev/plumb/remote/batch",
          "src/main/java/dev/plumb/report",
          "src/main/java/dev/plumb/state",
          "src/main/java/dev/plumb/template",
          "src/main/java/dev/plumb/transport",
          "src/main/java/dev/plumb/transport/sshj",
          "src/main/java/dev/plumb/value",
          "src/main/java/dev/plumb/vault",
          "src/test/java/dev/plumb",
          "src/test/java/dev/plumb/build",
          "src/test/java/dev/plumb/cli",
          "src/test/java/dev/plumb/cli/process",
          "src/test/java/dev/plumb/cli/run",
          "src/test/java/dev/plumb/engine",
          "src/test/java/dev/plumb/engine/prepare",
          "src/test/java/dev/plumb/host/files",
          "src/test/java/dev/plumb/host/lockout",
          "src/test/java/dev/plumb/inventory",
          "src/test/java/dev/plumb/lab",
          "src/test/java/dev/plumb/module",
          "src/test/java/dev/plumb/module/command",
          "src/test/java/dev/plumb/module/etcd",
          "src/test/java/dev/plumb/module/service",
          "src/test/java/dev/plumb/module/system",
          "src/test/java/dev/plumb/remote",
          "src/test/java/dev/plumb/report",
          "src/test/java/dev/plumb/template",
          "src/test/java/dev/plumb/transport/sshj");

  @Test
  void allProseFollowsTheRules() throws IOException {
    List<String> violations = new ArrayList<>();
    for (String root :
        List.of(
            "README.md",
            "CONTRIBUTING.md",
            "CHANGELOG.md",
            "docs",
            "src/main/java",
            "src/test/java",
            "src/build",
            "playbooks",
            "inventory",
            "templates",
            "lab",
            "bench",
            "plumb",
            ".ci",
            "pom.xml")) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
          String folder = String.valueOf(file.getParent());
          if (!TOLERATED.contains(folder) && !TOLERATED.contains(file.toString())) {
            check(file, violations);
          }
        }
      }
    }
    assertThat(String.join("\n", violations)).isEmpty();
  }

  private static void check(Path file, List<String> violations) throws IOException {
    String name = String.valueOf(file.getFileName());
    if (name.equals("WordsTest.java")) {
      return;
    }
    String source;
    try {
      source = Files.readString(file);
    } catch (CharacterCodingException _) {
      return; // an image
    }
    Prose prose =
        name.endsWith(".java")
            ? file.startsWith("src/test") ? Prose.ofTest(source) : Prose.ofJava(source)
            : name.endsWith(".md") ? Prose.ofMarkdown(source) : Prose.ofText(source);
    for (Passage passage : prose.messages()) {
      check(file, passage, IN_MESSAGES, violations);
    }
    for (Passage passage :
        Stream.of(prose.messages(), prose.comments()).flatMap(List::stream).toList()) {
      check(file, passage, EVERYWHERE, violations);
    }
  }

  private static void check(Path file, Passage passage, List<Rule> rules, List<String> violations) {
    for (Rule rule : rules) {
      Matcher match = rule.phrase().matcher(passage.text());
      while (match.find()) {
        String text = passage.text();
        String around =
            text.substring(
                Math.max(0, match.start() - 40), Math.min(text.length(), match.end() + 30));
        violations.add(
            "%s:%d: \"%s\" in \"%s\". Write: %s"
                .formatted(
                    file,
                    passage.line(),
                    match.group(),
                    around.replaceAll("\\s+", " "),
                    rule.instead()));
      }
    }
  }
}
