package dev.plumb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.Prose.Passage;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rejects words and phrases that violate the rules in CONTRIBUTING.md, "How we write". */
class WordsTest {

  /** A phrase that never occurs, and what to write instead. */
  private record Rule(Pattern phrase, String instead) {
    static Rule of(String phrase, String instead) {
      return new Rule(
          Pattern.compile("\\b(?:" + phrase + ")\\b", Pattern.CASE_INSENSITIVE), instead);
    }
  }

  private static final List<Rule> EVERYWHERE =
      List.of(
          Rule.of("shall", "must"),
          Rule.of("tells?|telling|told", "report, print, return, distinguish"),
          Rule.of("says?|said", "report, state, contain, declare"),
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

  /** Where the rewrite is still to be done. Shrinks to nothing. */
  private static final List<String> NOT_YET =
      List.of(
          "src/main/java",
          "src/test/java",
          "docs/modules",
          "docs",
          "lab",
          "bench",
          "playbooks",
          "inventory",
          "templates",
          "src/build",
          ".ci",
          "plumb",
          "pom.xml");

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
          if (NOT_YET.stream().noneMatch(file::startsWith)) {
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
