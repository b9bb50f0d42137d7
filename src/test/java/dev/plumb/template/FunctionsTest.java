package dev.plumb.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.json.JsonWriter;
import dev.plumb.playbook.yaml.YamlReader;
import dev.plumb.playbook.yaml.YamlWriter;
import dev.plumb.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionsTest {

  private static final Path DOC = Path.of("docs/functions.md");

  private static final Scope NO_VARIABLES =
      new Scope() {
        @Override
        public Optional<Value> lookup(String name) {
          return Optional.empty();
        }

        @Override
        public Set<String> names() {
          return Set.of();
        }
      };

  private static final ControllerAccess OUTSIDE =
      new ControllerAccess() {
        @Override
        public Optional<String> env(String name) {
          return name.equals("HOME") ? Optional.of("/root") : Optional.empty();
        }

        @Override
        public String file(String path, String folder) {
          return path + " in " + folder + "\n\n";
        }

        @Override
        public String password(String path, String folder, int length) {
          return "x".repeat(length);
        }
      };

  private static Value evaluate(String expression) {
    Value.Text written = new Value.Text(expression, true, Place.NONE);
    return new Templates(OUTSIDE).evaluate(written, NO_VARIABLES);
  }

  static Stream<ExpressionFunction> functions() {
    return Functions.all().stream();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void returnsWhatTheExampleStates(ExpressionFunction function) {
    Value result = evaluate(function.example());
    if (!function.result().isEmpty()) {
      assertThat(JsonWriter.write(result)).isEqualTo(function.result());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          env('HOME')                                   | /root
          file('files/motd')                            | files/motd in .
          password('p')?length                          | 20
          hash('plumb', 'md5')?length                   | 32
          cidr_network('2001:db8:0:1::7/64')            | 2001:db8:0:1::/64
          cidr_host('fd00::/64', 1)                     | fd00::1
          cidr_host('10.0.0.0/24', -2)                  | 10.0.0.254
          cidr_next('fd00:0:0:ffff::/64')               | fd00:0:1::/64
          cidr_contains('10.0.0.0/8', '11.0.0.1')       | false
          cidr_contains('10.0.0.0/8', '10.1.0.0/16')    | true
          cidr_contains('10.1.0.0/16', '10.0.0.0/8')    | false
          cidr_contains('10.0.0.0/8', 'fd00::1')        | false
          cidr_netmask('0.0.0.0/0')                     | 0.0.0.0
          cidr_prefix('10.0.0.1')                       | 32
          version('1.0-rc1', '<', '1.0')                | true
          version('2.0', 'eq', '2.0.0')                 | true
          version('v3.10.1', 'ge', 'v3.9.9')            | true
          regex_search('abc', 'x')                      | ''
          regex_replace('cost 5', '\\\\d', '$&')          | cost $&
          quote('plain-word_1')                         | plain-word_1
          default(5, 6)                                 | 5
          to_yaml(['yes', '0644', ''])                  | '- "yes"
          - "0644"
          - ""
          '
          from_json(to_json({'a': [1.5, true]})).a[1]   | true
          from_yaml(to_yaml({'k e y': "a'b\\nc"}))['k e y']?length | 5
          """)
  void evaluatesTo(String expression, String result) {
    assertThat(evaluate(expression)).hasToString(result);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          env('NOPE')               | The function "env" failed. The environment variable "NOPE" is not set. Set it, or give a default:?    env('NOPE', '')
          hash()                    | The function "hash" failed. It requires 1 to 2 arguments, but was called with 0. Usage:?    hash(text, algorithm = 'sha256')
          hash('a', 'crc')          | The function "hash" failed. The algorithm must be md5, sha1, sha256, sha384 or sha512, but was "crc".
          cidr_host('10.0.0.0/30', 4) | The function "cidr_host" failed. The network 10.0.0.0/30 has 4 addresses, so 4 is out of range.
          cidr_network('example.org/8') | The function "cidr_network" failed. "example.org/8" is not a network such as "10.0.0.0/8" or "fd00::/64".
          cidr_next('255.255.255.0/24') | The function "cidr_next" failed. There is no network after 255.255.255.0/24.
          from_json('{')            | The function "from_json" failed. The text is not one JSON value.
          mandatory('', 'Say where.') | The function "mandatory" failed. Say where.
          version('1', 'like', '2') | The function "version" failed. The operator must be <, <=, ==, !=, >=, > or lt, le, eq, ne, ge, gt, but was "like".
          regex_search('a', '(')    | The function "regex_search" failed. "(" is not a regular expression: unclosed group.
          combine({}, 5)            | The function "combine" failed. The argument must be a mapping, but was a number.
          cidr_hots('10.0.0.0/8', 1) | There is no variable "cidr_hots".?Did you mean "cidr_host"?
          """)
  void reportsInvalidCalls(String expression, String detail) {
    BadInputException thrown =
        catchThrowableOfType(BadInputException.class, () -> evaluate(expression));
    assertThat(thrown).isNotNull();
    assertThat(thrown.diagnostics().getFirst().detail().replace('\n', '?')).isEqualTo(detail);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{a: [], b: {}, c: ~, d: [[1, [2]], {x: {y: z}, w: 1}], e: 'a: b', f: \"tab\\tnew\\n"
            + "line\"}",
        "['- x', '#', 'true', '1.5', 'null', ' lead', 'trail ', 'ä', '~', '@', '%a', '*x', '!t']",
        "plain text"
      })
  void writesYamlThatRoundTrips(String yaml) {
    Diagnostics problems = new Diagnostics();
    Value value = YamlReader.read(new SourceText("", yaml), problems).orElseThrow();
    Value again =
        YamlReader.read(new SourceText("", YamlWriter.write(value)), problems).orElseThrow();
    assertThat(problems.all()).isEmpty();
    assertThat(again).isEqualTo(value);
  }

  @Test
  void isDocumented() throws IOException {
    String doc =
        Functions.all().stream()
            .map(
                f ->
                    "## `%s`\n\n%s\n\n    %s%s\n"
                        .formatted(
                            f.signature(),
                            f.doc(),
                            f.example(),
                            f.result().isEmpty() ? "" : "\n    → " + f.result()))
            .collect(
                Collectors.joining(
                    "\n",
                    "# Functions in expressions\n\n"
                        + "The functions that plumb adds to FreeMarker's built-ins. They are"
                        + " available in every expression: in `${...}`, in `when` and in\n"
                        + "template files. A variable of the same name hides a function. Generated"
                        + " by FunctionsTest.\n\n",
                    ""));
    if (Boolean.getBoolean("plumb.record")) {
      Files.writeString(DOC, doc);
    }
    assertThat(Files.readString(DOC)).isEqualTo(doc);
  }
}
