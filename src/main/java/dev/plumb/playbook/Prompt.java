package dev.plumb.playbook;

import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A variable of a play that a person is asked for.
 *
 * @param prompt what is shown
 * @param defaultAnswer taken for an empty answer
 * @param hidden whether the answer is not shown while it is typed, nor in any output
 * @param confirm whether it is asked for twice
 * @param overridden whether something stronger sets the variable, so that nobody need be asked
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
   * @param stronger what wins over the answers
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
            "An entry of \"vars_prompt\" names the variable that gets the answer. For example:\n"
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
