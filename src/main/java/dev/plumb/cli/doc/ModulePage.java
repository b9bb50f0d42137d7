package dev.plumb.cli.doc;

import dev.plumb.module.Argument;
import dev.plumb.module.PlumbModule;
import java.util.List;

/** Generates the page of a module in docs/modules. */
final class ModulePage {

  private ModulePage() {}

  static String of(PlumbModule<?, ?> module) {
    List<Argument> args = module.argReader().args();
    StringBuilder page =
        new StringBuilder("# " + module.name() + "\n\n" + module.info().doc() + "\n");
    if (!module.info().aliases().isEmpty()) {
      page.append("\nAlso known as: ")
          .append(String.join(", ", module.info().aliases()))
          .append(".\n");
    }
    if (!args.isEmpty()) {
      page.append("\n| argument | takes | default | |\n| --- | --- | --- | --- |\n");
      args.forEach(
          arg ->
              page.append(
                  "| `%s` | %s | %s | %s |\n"
                      .formatted(
                          String.join("`, `", arg.names()),
                          cell(arg.typeDescription()),
                          arg.required()
                              ? "required"
                              : arg.defaultValue().map(value -> "`" + value + "`").orElse(""),
                          cell(arg.doc()))));
    }
    page.append("\n```yaml\n- ").append(module.name()).append(":\n");
    args.forEach(arg -> page.append("    ").append(example(arg)).append('\n'));
    return page.append("```\n").toString();
  }

  private static String example(Argument arg) {
    return arg.example().contains("\n")
        ? arg.name() + ":\n" + arg.example().stripTrailing().indent(6).stripTrailing()
        : arg.name() + ": " + arg.example();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
