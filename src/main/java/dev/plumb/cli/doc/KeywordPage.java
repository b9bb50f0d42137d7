package dev.plumb.cli.doc;

import dev.plumb.playbook.Keyword;
import java.util.Comparator;
import java.util.List;

/** Generates docs/keywords.md from the keywords that the readers use. */
final class KeywordPage {

  private KeywordPage() {}

  static String of(List<Keyword> keywords) {
    StringBuilder page =
        new StringBuilder(
            """
            # Keywords

            The names and meanings are Ansible's. `plumb doc KEYWORD` prints the same text.

            | keyword | where | | example |
            | --- | --- | --- | --- |
            """);
    keywords.stream()
        .sorted(Comparator.comparing(Keyword::name))
        .forEach(
            keyword ->
                page.append(
                    "| `%s` | %s | %s | %s |\n"
                        .formatted(
                            keyword.name(),
                            keyword.contextNames(),
                            cell(keyword.doc()),
                            keyword.example().isEmpty()
                                ? ""
                                : "`" + cell(keyword.example()) + "`")));
    return page.toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
