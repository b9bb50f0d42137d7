package dev.plumb.playbook;

import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A variable of a play whose value the user is prompted for.
 *
 * @param prompt the text of the prompt
 * @param defaultAnswer the value for an empty answer
 * @param hidden whether the answer is hidden during input and in all output
 * @param confirm whether to prompt twice
 * @param overridden whether a stronger source sets the variable, which makes the prompt unnecessary
 */
public record Prompt(
    String name,
    String prompt,
    Optional<String> defaultAnswer,
    boolean hidden,
    boolean confirm,
    boolean overridden,
    Place place) {

  private static final Set<String> KEYS =
      Set.of("name", "prompt", "default", "private", "confirm", "unsafe");

  /**
   * @param stronger the variables that override the answers
   */
  static List<Prompt> read(Fields play, LoadContext loading, Value.Entries stronger) {
    List<Prompt> prompts = new ArrayList<>();
    for (Value each : play.listOnly("vars_prompt")) {
      if (!(each instanceof Value.Entries entries)) {
        play.reportError(
            "Invalid keyword value",
            each.place(),
            "An entry of \"vars_prompt\" must be a mapping with \"name\", but was %s."
                .formatted(each.kind()));
        continue;
      }
      Fields fields = loading.fields(entries, "in vars_prompt");
      for (String key : entries.map().keySet()) {
        if (!KEYS.contains(key)) {
          fields.reportError(
              "Unknown keyword",
              entries.keyPlace(key),
              "An entry of \"vars_prompt\" has no keyword \"%s\".%s"
                  .formatted(key, DidYouMean.suggestion(key, KEYS)));
        }
      }
      if (!fields.has("name")) {
        fields.reportError(
            "No variable",
            entries.place(),
            "An entry of \"vars_prompt\" requires the name of the variable. For example:\n"
                + "    - name: release");
      }
      fields
          .variable("name")
          .ifPresent(
              name ->
                  prompts.add(
                      new Prompt(
                          name,
                          fields.name("prompt").orElse(name),
                          fields.name("default"),
                          fields.flag("private").orElse(true),
                          fields.flag("confirm").orElse(false),
                          stronger.get(name).isPresent(),
                          entries.place())));
    }
    return prompts;
  }
}
