package dev.plumb.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

class PlainTextTest {

  private static final Scope EMPTY =
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

  private final Templates templates = new Templates();

  /** Texts made mostly of what begins and ends templates. */
  @Provide
  Arbitrary<String> braces() {
    return Arbitraries.strings().withChars("${}<#>@/\\\"'[=]ax \n").ofMaxLength(12);
  }

  @Property(tries = 500)
  void textWithoutTemplatesRendersToItself(@ForAll("braces") String text) {
    boolean template = text.contains("${") || text.contains("<#");
    Value given = new Value.Text(text, template, Place.NONE);
    if (!template) {
      assertThat(templates.render(given, EMPTY)).isSameAs(given);
    }
  }

  @Property(tries = 500)
  void aLiteralTextInAnExpressionRendersToItself(@ForAll String text) {
    String quoted = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("{", "\\{");
    Value given = new Value.Text("${\"" + quoted + "\"}", true, Place.NONE);
    assertThat(templates.render(given, EMPTY)).isEqualTo(Value.text(text));
  }

  @Property(tries = 500)
  void terminatesWithoutCrashing(@ForAll("braces") String text) {
    try {
      Value rendered = templates.render(new Value.Text(text, true, Place.NONE), EMPTY);
      assertThat(templates.render(rendered, EMPTY)).isEqualTo(rendered);
    } catch (BadInputException e) {
      assertThat(e.diagnostics()).isNotEmpty();
    }
  }

  /** Parentheses are what only FreeMarker reads. */
  @Property(tries = 300)
  void fastTemplateAgreesWithFreeMarker(
      @ForAll("scalars") Value value, @ForAll @StringLength(max = 5) String around) {
    String before = around.replace("$", "").replace("<", "");
    Scope scope =
        new Scope() {
          @Override
          public Optional<Value> lookup(String name) {
            return name.equals("a") ? Optional.of(Value.map(Map.of("b", value))) : Optional.empty();
          }

          @Override
          public Set<String> names() {
            return Set.of("a");
          }
        };
    for (String form : List.of("${a.b}", before + "${a.b}" + before)) {
      String slow = form.replace("${a.b}", "${(a.b)}");
      assertThat(templates.render(new Value.Text(form, true, Place.NONE), scope))
          .isEqualTo(templates.render(new Value.Text(slow, true, Place.NONE), scope));
    }
  }

  @Provide
  Arbitrary<Value> scalars() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(8).map(Value::text),
        Arbitraries.longs().map(Value::number),
        Arbitraries.bigDecimals().map(number -> new Value.Num(number, Place.NONE)),
        Arbitraries.of(true, false).map(Value::bool));
  }
}
