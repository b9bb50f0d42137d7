package dev.plumb.playbook.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.value.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {

  private static Value read(String yaml) {
    Diagnostics problems = new Diagnostics();
    Optional<Value> value = YamlReader.read(new SourceText("a.yml", yaml), problems);
    assertThat(problems.all()).isEmpty();
    return value.orElseThrow();
  }

  /** {@code line:column summary: detail} of each problem. */
  private static String problems(String yaml) {
    Diagnostics problems = new Diagnostics();
    YamlReader.read(new SourceText("a.yml", yaml), problems);
    return problems.all().stream().map(YamlReaderTest::shown).collect(Collectors.joining("\n"));
  }

  private static String shown(Diagnostic d) {
    Place place = d.place();
    return place.line()
        + ":"
        + place.column()
        + "+"
        + place.length()
        + " "
        + d.summary()
        + ": "
        + d.detail();
  }

  private static Value at(Value value, String key) {
    return ((Value.Entries) value).get(key).orElseThrow();
  }

  @Nested
  class ReadingScalars {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        textBlock =
            """
            yes            | true or false | true
            Off            | true or false | false
            TRUE           | true or false | true
            y              | a text        | y
            'yes'          | a text        | yes
            ~              | nothing       | null
            Null           | nothing       | null
            ''             | a text        | ``
            12             | a number      | 12
            -1_000         | a number      | -1000
            0644           | a number      | 420
            '0644'         | a text        | 0644
            0o644          | a text        | 0o644
            0x1F           | a number      | 31
            0b101          | a number      | 5
            08             | a text        | 08
            0              | a number      | 0
            1.50           | a number      | 1.50
            1.             | a number      | 1.0
            .5             | a number      | 0.5
            1.5e+3         | a number      | 1500
            1e3            | a text        | 1e3
            .inf           | a text        | .inf
            2222:22        | a text        | 2222:22
            192.0.2.1      | a text        | 192.0.2.1
            2026-01-02     | a text        | 2026-01-02
            -              | nothing       | null
            !!str 12       | a text        | 12
            !!int '12'     | a number      | 12
            ! 12           | a text        | 12
            !unsafe ${x}   | a text        | ${x}
            """)
    void resolvesScalarsAsAnsible(String written, String kind, String value) {
      Value read = at(read("k: " + (written.equals("-") ? "" : written)), "k");
      assertThat(read.kind()).isEqualTo(kind);
      assertThat(read).hasToString(value);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        textBlock =
            """
            ${x}               | true
            'a ${x}'           | true
            <#if x>y</#if>     | true
            $x and { }         | false
            !unsafe ${x}       | false
            !unsafe '<#if x>'  | false
            """)
    void recognizesTemplates(String written, boolean template) {
      assertThat(at(read("k: " + written), "k"))
          .isInstanceOfSatisfying(
              Value.Text.class, text -> assertThat(text.template()).isEqualTo(template));
    }
  }

  @Nested
  class Placing {

    @Test
    void placesEveryValueAndKey() {
      Value.Entries play =
          (Value.Entries)
              ((Value.Items)
                      read(
                          """
                          - name: start etcd
                            vars: {a: 1,  b: "two"}
                            text: |
                              first
                              second
                            folded: >-

                              later
                          """))
                  .list()
                  .getFirst();
      assertThat(place(play.place())).isEqualTo("1:3+0");
      assertThat(place(at(play, "name").place())).isEqualTo("1:9+10");
      assertThat(place(play.keyPlace("vars"))).isEqualTo("2:3+4");
      assertThat(place(at(at(play, "vars"), "b").place())).isEqualTo("2:20+5");
      assertThat(place(at(play, "text").place())).isEqualTo("4:5+5");
      assertThat(place(at(play, "folded").place())).isEqualTo("7:5+0");
    }

    private static String place(Place place) {
      return place.line() + ":" + place.column() + "+" + place.length();
    }
  }

  @Nested
  class Aliasing {

    @Test
    void resolvesToTheAnchoredValue() {
      assertThat(read("a: &x [1, 2]\nb: *x\n")).hasToString("{a: [1, 2], b: [1, 2]}");
    }

    @Test
    void letsOwnKeysOverrideMergedKeys() {
      assertThat(
              read(
                  """
                  base: &base {user: etcd, mode: 1}
                  more: &more {mode: 2, group: g}
                  one: {<<: *base, mode: 3}
                  all: {<<: [*base, *more], own: o}
                  """))
          .hasToString(
              "{base: {user: etcd, mode: 1}, more: {mode: 2, group: g},"
                  + " one: {user: etcd, mode: 3}, all: {user: etcd, mode: 1, group: g, own: o}}");
    }

    @Test
    void rejectsAliasBombs() {
      StringBuilder yaml = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
      for (int i = 1; i < 10; i++) {
        String before = "*a" + (i - 1);
        yaml.append("a%d: &a%d [%s]\n".formatted(i, i, (before + ",").repeat(9) + before));
      }
      assertThat(problems(yaml.toString())).contains("Too many values: With all aliases expanded");
    }

    @Test
    void rejectsDeepNesting() {
      assertThat(problems("[".repeat(200) + "]".repeat(200))).contains("Nested too deeply");
    }
  }

  @Nested
  class Refusing {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        textBlock =
            """
            a: 1\\nb: 2\\na: 3         | 3:1+1 Duplicate key: The key "a" is already in this mapping, at 1:1. Remove one of them.
            a: *nope                   | 1:4+5 Unknown alias: "*nope" refers to an anchor "&nope", which is not defined above it. Quote it if it is text:\\n    "*nope"
            a: &x [*x]                 | 1:8+2 Alias within itself: "*x" refers to the value that contains it, "&x".
            a: !!java.net.URL [x]      | 1:4+0 Unknown tag: plumb does not support the tag "!!java.net.URL". Supported tags: !vault, !unsafe, !!str, !!int, !!float, !!bool and !!null. Quote the value if it is text that begins with "!".
            a: !!int x                 | 1:4+7 Invalid value: The value does not match its tag "!!int".
            a: {{ x }}                 | 1:5+0 Invalid key: A key must be text, but this is a mapping. For a template, write "${name}" instead of Ansible's "{{ name }}".
            a: {b: ${x}}               | 1:8+2 Invalid YAML: Within { } and [ ], a template must be quoted:\\n    "${...}"
            a: b: c                    | 1:5+1 Invalid YAML: A colon is not allowed here: either this line is indented too far, or the text contains a colon and must be quoted:\\n    key: "text: more text"
            a:\\n\\tb: 1               | 2:1+1 Invalid YAML: YAML does not allow tabs for indentation. Indent with spaces.
            a: 'x                      | 1:4+1 Invalid YAML: This quote is never closed.
            a: "\\d"                   | 1:5+2 Invalid YAML: Within double quotes, "\\" begins an escape sequence, but this is not a valid one. Write "\\\\" for a backslash, or use single quotes.
            a: 1\\nb\\nc: 2            | 2:1+0 Invalid YAML: This looks like a key without a colon. A key is followed by a colon and a space:\\n    key: value
            a: [1, 2                   | 1:4+1 Invalid YAML: This "[" is not closed correctly: before line 1, column 9, a "," or "]" is missing.
            a: {b: 1                   | 1:4+1 Invalid YAML: This "{" is not closed correctly: before line 1, column 9, a "," or "}" is missing.
            a: 1\\n- b                 | 2:1+1 Invalid YAML: The indentation does not match the lines above: the mapping that begins at line 1, column 1 continues in that column. Correct the indentation.
            a: @x                      | 1:4+1 Invalid YAML: Text that begins with "@" must be quoted.
            a: %x                      | 1:4+1 Invalid YAML: Text that begins with "%" must be quoted.
            a: *                       | 1:4+1 Invalid YAML: "*" begins an alias, but this is not a valid one. Quote it if it is text:\\n    "*"
            a: 1\\n---\\nb: 2          | 2:1+0 Second document: A file contains one YAML document, but "---" begins a second one here. Move it to a separate file.
            a: {<<: 1}                 | 1:9+1 Invalid merge: "<<" must be a mapping or a list of mappings, but was a number.
            a: \\u0007                 | 1:4+1 Invalid YAML: YAML does not allow the character U+0007. Remove it, or write it in double quotes as "\\u0007".
            """)
    void reportsProblemAndPlace(String yaml, String expected) {
      String input = yaml.replace("\\n", "\n").replace("\\t", "\t").replace("\\u0007", "\u0007");
      String wanted = expected.replace("\\n", "\n");
      assertThat(problems(input)).isEqualTo(wanted);
    }

    @Test
    void reportsEveryProblem() {
      assertThat(
              problems("a: 1\na: 2\nb: !x 1\nc: *y\n")
                  .lines()
                  .filter(l -> l.matches("\\d+:\\d+.*")))
          .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment\n", "---\n"})
    void readsAnEmptyFileAsNull(String yaml) {
      assertThat(read(yaml)).isEqualTo(Value.nothing());
    }
  }

  @Nested
  class ReadingFiles {

    @TempDir private Path folder;

    private String problem(Path file) {
      Diagnostics problems = new Diagnostics();
      assertThat(YamlReader.readFile(file, "x.yml", Place.NONE, problems)).isEmpty();
      return problems.all().getFirst().summary() + ": " + problems.all().getFirst().detail();
    }

    @Test
    void reportsUnreadableFiles() throws Exception {
      assertThat(problem(folder.resolve("none")))
          .isEqualTo("File not found: There is no file \"x.yml\".");
      assertThat(problem(folder)).isEqualTo("Not a file: \"x.yml\" is a directory, not a file.");
      Path latin1 = folder.resolve("latin1.yml");
      Files.write(latin1, "a: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
      assertThat(problem(latin1))
          .isEqualTo("Not a text: The file \"x.yml\" is not UTF-8 text. Save it as UTF-8.");
    }

    @Test
    void skipsTheByteOrderMark() throws Exception {
      Path file = folder.resolve("bom.yml");
      Files.writeString(file, "\uFEFFa: 1\n");
      Diagnostics problems = new Diagnostics();
      assertThat(YamlReader.readFile(file, "bom.yml", Place.NONE, problems).orElseThrow())
          .hasToString("{a: 1}");
    }
  }
}
