package dev.plumb.playbook.yaml;

import dev.plumb.value.Value;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes a value as YAML in block style. Quotes texts that would be read as another type. */
public final class YamlWriter {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][\\w./ -]*(?<! )");
  private static final Pattern WORDS = Pattern.compile("(?i)true|false|yes|no|on|off|null|y|n");

  private YamlWriter() {}

  /** Returns lines, each with a newline. */
  public static String write(Value value) {
    StringBuilder out = new StringBuilder();
    if (isBlock(value)) {
      block(value, "", out);
    } else {
      out.append(scalar(value)).append('\n');
    }
    return out.toString();
  }

  private static boolean isBlock(Value value) {
    return (value instanceof Value.Items items && !items.list().isEmpty())
        || (value instanceof Value.Entries entries && !entries.map().isEmpty());
  }

  private static void block(Value value, String indent, StringBuilder out) {
    if (value instanceof Value.Entries entries) {
      for (Map.Entry<String, Value> entry : entries.map().entrySet()) {
        out.append(indent).append(text(entry.getKey())).append(':');
        nested(entry.getValue(), indent, out);
      }
    } else if (value instanceof Value.Items items) {
      for (Value item : items.list()) {
        out.append(indent).append('-');
        if (item instanceof Value.Entries && isBlock(item)) {
          StringBuilder inner = new StringBuilder();
          block(item, indent + "  ", inner);
          out.append(' ').append(inner.substring(indent.length() + 2));
        } else {
          nested(item, indent, out);
        }
      }
    }
  }

  private static void nested(Value value, String indent, StringBuilder out) {
    if (isBlock(value)) {
      out.append('\n');
      block(value, indent + "  ", out);
    } else {
      out.append(' ').append(scalar(value)).append('\n');
    }
  }

  private static String scalar(Value value) {
    return switch (value) {
      case Value.Text text -> text(text.text());
      case Value.Items _ -> "[]";
      case Value.Entries _ -> "{}";
      case Value.Null _, Value.Unknown _ -> "null";
      case Value.Num _, Value.Bool _ -> value.toString();
    };
  }

  private static String text(String text) {
    if (PLAIN.matcher(text).matches() && !WORDS.matcher(text).matches()) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              switch (c) {
                case '"', '\\' -> quoted.append('\\').append((char) c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                  if (c < ' ' || c == 0x7f) {
                    quoted.append("\\x%02x".formatted(c));
                  } else {
                    quoted.append((char) c);
                  }
                }
              }
            });
    return quoted.append('"').toString();
  }
}
