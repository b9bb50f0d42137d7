package dev.plumb.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.playbook.yaml.YamlReader;
import dev.plumb.report.DiagnosticPrinter;
import dev.plumb.value.UnknownValueException;
import dev.plumb.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {

  private final Templates templates = new Templates();

  private static final Map<String, Value> VARIABLES =
      entries(
              """
              name: etcd
              port: 2379
              ratio: 1.50
              tls: true
              empty: ~
              peers: [node0, node1]
              address: "http://${name}:${port}"
              urls: ["http://${peers[0]}:${port}", "http://${peers[1]}:${port}"]
              unit: {name: "${name}.service", user: etcd, limits: {files: 1000}}
              same_peers: ${peers}
              literal: !unsafe "${name}"
              first: ${second}
              second: ${third.value}
              third: {value: "x ${first}"}
              """)
          .map();

  private static Value.Entries entries(String yaml) {
    return (Value.Entries) value(yaml);
  }

  private static Value value(String yaml) {
    Diagnostics problems = new Diagnostics();
    Value value = YamlReader.read(new SourceText("site.yml", yaml), problems).orElseThrow();
    assertThat(problems.all()).isEmpty();
    return value;
  }

  private static Scope scope() {
    Map<String, Value> all = new LinkedHashMap<>(VARIABLES);
    all.put("later", new Value.Unknown("registered by task \"x\"", Place.NONE));
    all.put("partly", new Value.Entries(Map.of("rc", Value.number(0)), Map.of(), true, Place.NONE));
    all.put("host_said", Value.text("${name}"));
    return new Scope() {
      @Override
      public Optional<Value> lookup(String name) {
        return Optional.ofNullable(all.get(name));
      }

      @Override
      public Set<String> names() {
        return all.keySet();
      }
    };
  }

  private Value render(String template) {
    return templates.render(new Value.Text(template, true, Place.NONE), scope());
  }

  private Value evaluate(String expression) {
    return templates.evaluate(Value.text(expression), scope());
  }

  private boolean holds(String expression) {
    return templates.holds(Value.text(expression), scope());
  }

  private static String printed(Runnable work) {
    try {
      work.run();
    } catch (BadInputException e) {
      return new DiagnosticPrinter(false).print(e.diagnostics());
    }
    return "nothing went wrong";
  }

  @Nested
  class Rendering {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            ${name}-${port}                                 | etcd-2379
            ${address}/v2                                   | http://etcd:2379/v2
            at ${urls?join(",")}                            | at http://node0:2379,http://node1:2379
            ${unit.name} of ${unit.user}                    | etcd.service of etcd
            ${tls} ${1000000} ${ratio}                      | true 1000000 1.5
            <#list peers as p>${p}<#sep>,</#list>           | node0,node1
            <#if tls>s<#else>p</#if>!                       | s!
            <#list unit.limits as k, v>${k}=${v}</#list>    | files=1000
            ${missing!"none"} ${(unit.group)!"root"}        | none root
            ${r"${HOME}"}/x                                 | ${HOME}/x
            #{name} [=name] &lt; {{ name }} ${name}         | #{name} [=name] &lt; {{ name }} etcd
            said ${host_said}, wrote ${literal}             | said ${name}, wrote ${name}
            ${.data_model.name} ${.vars["name"]}.           | etcd etcd.
            """)
    void rendersText(String template, String expected) {
      assertThat(render(template)).isEqualTo(Value.text(expected));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            ${port}                        | 2379
            ${tls}                         | true
            ${peers}                       | [node0, node1]
            ${same_peers}                  | [node0, node1]
            ${unit}                        | {name: etcd.service, user: etcd, limits: {files: 1000}}
            ${peers + ["node2"]}           | [node0, node1, node2]
            ${unit + {"user": "root"}}     | {name: etcd.service, user: root, limits: {files: 1000}}
            ${{"a": {"b": [1]}}}           | {a: {b: [1]}}
            ${peers?map(p -> p + "!")}     | [node0!, node1!]
            ${port + 1}                    | 2380
            ${port / 2}                    | 1189.5
            ${"}" + '}' + r"\\"}           | }}\\\\
            ${unit?keys}                   | [name, user, limits]
            ${peers?size}                  | 2
            """)
    void keepsTheTypeOfASingleInterpolation(String template, String expected) {
      assertThat(render(template)).hasToString(expected.replace("\\\\", "\\"));
    }

    @Test
    void yieldsPlainText() {
      assertThat(render("${literal}"))
          .isInstanceOfSatisfying(Value.Text.class, text -> assertThat(text.template()).isFalse());
      assertThat(render("a ${literal}"))
          .isInstanceOfSatisfying(Value.Text.class, text -> assertThat(text.template()).isFalse());
    }

    @Test
    void rendersNullAsEmptyText() {
      assertThat(render("${missing!}")).isEqualTo(Value.text(""));
    }

    @Test
    void rendersEveryPartOfAValue() {
      assertThat(templates.render(value("a: [\"${name}\", {b: \"${port}\"}, ~, 1]"), scope()))
          .hasToString("{a: [etcd, {b: 2379}, null, 1]}");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", "plain", "$HOME and $(date)", "100 %", "a < b > c", "{{ x }}", "#{x} }${"})
    void leavesPlainTextUnchanged(String text) {
      assertThat(templates.render(Value.text(text), scope())).isEqualTo(Value.text(text));
    }

    @Test
    void rendersAWholeFile() {
      SourceText file =
          new SourceText("etcd.conf.ftl", "<#list peers as p>\npeer ${p}\n</#list>\nend\n");
      assertThat(templates.renderFile(file, scope())).isEqualTo("peer node0\npeer node1\nend\n");
    }
  }

  @Nested
  class Evaluating {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            port > 1000 && tls                  | true
            port < 1000                         | false
            name == "etcd"                      | true
            missing??                           | false
            (unit.limits.files)?? && port >= 1  | true
            peers?seq_contains("node1")         | true
            !tls                                | false
            "${tls}"                            | true
            """)
    void evaluatesConditions(String expression, boolean expected) {
      assertThat(holds(expression)).isEqualTo(expected);
    }

    @Test
    void acceptsBooleanLiterals() {
      assertThat(templates.holds(Value.bool(true), scope())).isTrue();
      assertThat(templates.evaluate(Value.number(3), scope())).isEqualTo(Value.number(3));
    }

    @Test
    void keepsTypes() {
      assertThat(evaluate("peers")).isEqualTo(Value.texts(List.of("node0", "node1")));
      assertThat(evaluate("port * 2")).isEqualTo(Value.number(4758));
    }
  }

  @Nested
  class UnknownValues {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "${later}",
          "a ${later}",
          "${later!\"x\"}",
          "${later??}",
          "${later?has_content}",
          "${partly.stdout}",
          "${partly.stdout!\"x\"}",
          "${(partly.stdout.x)!\"x\"}",
          "${partly?keys}",
          "${partly?size}",
          "<#list partly as k, v>${k}</#list>",
          "<#attempt>${later}<#recover>fine</#attempt>",
          "${[later]}",
        })
    void yieldsUnknown(String template) {
      assertThatThrownBy(() -> render(template)).isInstanceOf(UnknownValueException.class);
    }

    @Test
    void ignoresUnusedUnknowns() {
      assertThat(render("${partly.rc}")).isEqualTo(Value.number(0));
      assertThat(holds("tls || later")).isTrue();
    }

    @Test
    void prefersErrorsOverUnknown() {
      assertThatThrownBy(() -> templates.render(value("[\"${later}\", \"${missing}\"]"), scope()))
          .isInstanceOf(BadInputException.class);
    }
  }

  /**
   * {@code errors.txt} holds, after each line with {@code ===}, a YAML mapping and what a person is
   * told when its value {@code when} is evaluated, or else when it is rendered.
   */
  @Nested
  class Failing {

    static Stream<Arguments> errors() throws Exception {
      String all = Files.readString(Path.of("src/test/resources/template/errors.txt"));
      return Stream.of(all.split("(?m)^=== "))
          .skip(1)
          .map(one -> one.split("\n\n", 2))
          .map(parts -> Arguments.of(parts[0], parts[1]));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void reportsProblemPlaceAndRemedy(String yaml, String expected) {
      Value.Entries given = entries(yaml + "\n");
      Runnable work =
          given.get("when").isPresent()
              ? () -> templates.holds(given.get("when").orElseThrow(), scope())
              : () -> templates.render(given, scope());
      assertThat(printed(work)).isEqualTo(expected.stripTrailing() + "\n");
    }

    @Test
    void findsTheSameErrorsWithoutRendering() {
      assertThat(templates.check(value("[\"${a b}\", \"${missing}\", {k: \"<#if x>\"}]")))
          .extracting(d -> d.place().toString())
          .containsExactly("site.yml:1:7", "site.yml:1:37");
      assertThat(templates.checkExpression(Value.text("a ==")))
          .extracting(d -> d.summary())
          .containsExactly("Invalid expression");
      assertThat(templates.checkExpression(Value.text("missing == 1"))).isEmpty();
    }

    @Test
    void placesTheErrorsOfATemplateFileInIt() {
      SourceText file = new SourceText("etcd.conf.ftl", "name=${name}\nport=${prot}\n");
      assertThat(printed(() -> templates.renderFile(file, scope())))
          .isEqualTo(
              """
              Error: Undefined variable

                etcd.conf.ftl:2:8

                1 | name=${name}
                2 | port=${prot}
                  |        ^^^^
                There is no variable "prot".
                Did you mean "port"?
              """);
      SourceText wrong = new SourceText("etcd.conf.ftl", "<#if tls>\nname=${name}\n");
      assertThat(templates.checkFile(wrong)).hasSize(1);
    }

    @Test
    void rejectsNonExpressions() {
      assertThat(printed(() -> templates.holds(value("[a]"), scope())))
          .contains("An expression must be a text such as \"x == 1\", but was a list.");
    }
  }
}
