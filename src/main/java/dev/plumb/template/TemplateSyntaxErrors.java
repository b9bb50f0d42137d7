package dev.plumb.template;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.diagnostic.Place;
import freemarker.core.ParseException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Explains syntax errors of FreeMarker's parser and suggests a remedy. */
final class TemplateSyntaxErrors {

  private static final Pattern ENCOUNTERED =
      Pattern.compile("Encountered \"(.*?)\", but was expecting.*", Pattern.DOTALL);
  private static final Pattern CLOSES =
      Pattern.compile("Encountered \"(.*?)\", but at this place only this can be closed: \"(.)\"");
  private static final Pattern UNCLOSED = Pattern.compile("unclosed (\"?)([^\\s\"]+?)\\1\\.");
  private static final Pattern WRONG_LITERAL =
      Pattern.compile("Found (\\w+) literal: (.*)\\. Expecting: (\\w+)");
  private static final Pattern BUILT_IN =
      Pattern.compile("Unknown built-in: \"(\\w+)\".*?built-ins:(.*)", Pattern.DOTALL);
  private static final Pattern DIRECTIVE = Pattern.compile("Unknown directive: (\\S+)\\.");
  private static final Pattern LEXICAL =
      Pattern.compile(
          "Lexical error: encountered (.*?) \\(.*|Lexical error: encountered (<EOF>).*");

  /** What the shell can do within braces: {@code ${a:-b}}, {@code ${#a}}, {@code ${a[@]}}. */
  private static final Pattern SHELL =
      Pattern.compile("[#!]?\\w+(\\[[@*]\\])?([:%#/^,@][^}]*)?|[#!]\\w+.*");

  private static final List<String> DIRECTIVES =
      List.of(
          "#if",
          "#elseif",
          "#else",
          "#list",
          "#items",
          "#sep",
          "#break",
          "#continue",
          "#switch",
          "#case",
          "#default",
          "#on",
          "#assign",
          "#local",
          "#global",
          "#function",
          "#macro",
          "#return",
          "#nested",
          "#noparse",
          "#attempt",
          "#recover",
          "#stop",
          "#compress",
          "#t",
          "#lt",
          "#rt",
          "#nt",
          "#setting",
          "#ftl");

  private TemplateSyntaxErrors() {}

  /**
   * @param shift the number of columns added to the first line for FreeMarker
   */
  static Diagnostic explain(ParseException e, TemplateSource written, int shift) {
    int line = Math.max(1, e.getLineNumber());
    int column = line == 1 ? e.getColumnNumber() - shift : e.getColumnNumber();
    int length =
        e.getEndLineNumber() == e.getLineNumber()
            ? e.getEndColumnNumber() - e.getColumnNumber() + 1
            : 1;
    String detail = describe(e.getEditorMessage(), written, line, column);
    boolean past = written.text().lines().skip(line - 1).findFirst().orElse("").length() < column;
    Place place =
        past && !written.text().contains("\n")
            ? written.placeAt(line, Math.max(1, written.text().length()), 1)
            : written.placeAt(line, Math.max(1, column), length);
    return Diagnostic.error(written.summary(), place, detail);
  }

  private static String describe(String message, TemplateSource written, int line, int column) {
    String shell = shellHint(written, line, column);
    if (!shell.isEmpty()) {
      return shell;
    }
    if (message.contains("You can't use ${...}")) {
      return "An expression is written without \"${\" and \"}\". Remove them.";
    }
    Matcher encountered = ENCOUNTERED.matcher(message);
    if (encountered.matches()) {
      return unexpectedToken(encountered.group(1), written, line, column);
    }
    Matcher closes = CLOSES.matcher(message);
    if (closes.find()) {
      return closes.group(1).equals("}") || closes.group(1).equals("<EOF>")
          ? neverClosed(closes.group(2))
          : "\"%s\" has no matching opening here.".formatted(closes.group(1));
    }
    Matcher unclosed = UNCLOSED.matcher(message);
    if (message.startsWith("Unexpected end of file") && unclosed.find()) {
      return neverClosed(unclosed.group(2));
    }
    Matcher literal = WRONG_LITERAL.matcher(message);
    if (literal.find()) {
      return "%s is %s, but %s is needed here."
          .formatted(
              literal.group(2),
              RenderErrors.kind("a " + literal.group(1)),
              RenderErrors.kind("a " + literal.group(3)));
    }
    Matcher builtIn = BUILT_IN.matcher(message);
    if (builtIn.find()) {
      List<String> known = Stream.of(builtIn.group(2).split("[\\s,]+")).toList();
      return "FreeMarker has no built-in \"?%s\".%s"
          .formatted(builtIn.group(1), DidYouMean.suggestion(builtIn.group(1), known));
    }
    Matcher directive = DIRECTIVE.matcher(message);
    if (directive.find()) {
      return "FreeMarker has no directive \"<%s>\".%s"
          .formatted(directive.group(1), DidYouMean.suggestion(directive.group(1), DIRECTIVES));
    }
    Matcher lexical = LEXICAL.matcher(message);
    if (lexical.matches()) {
      return lexical.group(2) != null
          ? "The template is incomplete: a quote is never closed."
          : "The character %s is not allowed here.".formatted(lexical.group(1));
    }
    return firstSentence(message);
  }

  private static String neverClosed(String open) {
    return switch (open) {
      case "{" -> "The template's \"${\" is never closed with \"}\".";
      case "(" -> "A \"(\" is never closed with \")\".";
      case "[" -> "A \"[\" is never closed with \"]\".";
      default -> "The directive \"<%s>\" is never closed with \"</%s>\".".formatted(open, open);
    };
  }

  private static String unexpectedToken(
      String token, TemplateSource written, int line, int column) {
    String text = written.text().lines().skip(line - 1).findFirst().orElse("");
    boolean end = token.equals("}") || token.equals("<EOF>");
    String what =
        end
            ? "The expression ends before it is complete."
            : "\"%s\" is not expected here.".formatted(token.replace("\\\"", "\""));
    if (written.kind() == TemplateSource.Kind.EXPRESSION && text.strip().startsWith("{{")) {
      return "An expression is written without braces. Write:\n    "
          + text.replace("{{", "").replace("}}", "").strip();
    }
    return what + jinjaHint(text.contains("${{") ? "{" : token, text, column);
  }

  /** Returns FreeMarker's equivalent of common Jinja2 syntax. */
  private static String jinjaHint(String token, String text, int column) {
    String before = text.substring(0, Math.max(0, Math.min(text.length(), column - 1))).strip();
    if (before.endsWith("not") && !before.endsWith(" is not")) {
      return " In FreeMarker, \"not x\" is:\n    !x";
    }
    return switch (token) {
      case "is" -> " To test in FreeMarker whether a variable is defined:\n    x??";
      case "and" -> " In FreeMarker, \"and\" is:\n    a && b";
      case "or" -> " In FreeMarker, \"or\" is:\n    a || b";
      case "in" ->
          " To test in FreeMarker whether a list or text contains something:\n"
              + "    list?seq_contains(x)\n    text?contains(x)";
      case "not" -> " In FreeMarker, \"not x\" is:\n    !x";
      case "if" -> " In FreeMarker, a conditional expression is:\n    condition?then(a, b)";
      case "{" -> " In FreeMarker, \"{{ x }}\" is:\n    ${x}";
      default -> "";
    };
  }

  /** Returns a hint if the braces contain shell syntax; otherwise empty. */
  private static String shellHint(TemplateSource written, int line, int column) {
    if (written.kind() == TemplateSource.Kind.EXPRESSION) {
      return "";
    }
    String text = written.text().lines().skip(line - 1).findFirst().orElse("");
    int open = text.substring(0, Math.min(text.length(), Math.max(0, column))).lastIndexOf("${");
    int close = open < 0 ? -1 : text.indexOf('}', open);
    if (close < 0) {
      return "";
    }
    String inner = text.substring(open + 2, close);
    if (!SHELL.matcher(inner).matches() || inner.matches("\\w*")) {
      return "";
    }
    return shellLiteral("\"${" + inner + "}\" is not a template.", inner);
  }

  static String shellLiteral(String problem, String inner) {
    return problem + " To pass it to the shell, write:\n    ${r\"${" + inner + "}\"}";
  }

  static String firstSentence(String message) {
    String first = message.strip().split("\n|; see|; you're", 2)[0].strip();
    String trimmed = first.endsWith(":") ? first.substring(0, first.length() - 1) : first;
    return trimmed.isEmpty()
        ? "The template cannot be read."
        : trimmed.endsWith(".") ? trimmed : trimmed + ".";
  }
}
