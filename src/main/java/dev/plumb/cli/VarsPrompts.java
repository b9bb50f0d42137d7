package dev.plumb.cli;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.Playbook;
import dev.plumb.playbook.Prompt;
import dev.plumb.value.Redaction;
import dev.plumb.value.Secret;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code vars_prompt}: asks for variables, each once, before anything is sent to a host. */
final class VarsPrompts {

  private final Prompter prompter;
  private final Redaction redaction;
  private final Map<String, Value> answers = new HashMap<>();

  VarsPrompts(Prompter asker, Redaction redaction) {
    this.prompter = asker;
    this.redaction = redaction;
  }

  /**
   * The playbooks with the answers in place.
   *
   * @param given variables of the command line; nobody is asked for these
   * @throws BadInputException when there is nobody to ask
   */
  List<Playbook> resolve(List<Playbook> playbooks, Set<String> given) {
    List<Playbook> all = new ArrayList<>();
    for (Playbook playbook : playbooks) {
      all.add(
          new Playbook(
              playbook.file(),
              playbook.plays().stream().map(play -> resolve(play, given)).toList()));
    }
    return all;
  }

  private Play resolve(Play play, Set<String> given) {
    Map<String, Value> own = new HashMap<>();
    for (Prompt prompt : play.prompts()) {
      if (!prompt.overridden() && !given.contains(prompt.name())) {
        own.put(prompt.name(), answers.computeIfAbsent(prompt.name(), _ -> ask(prompt)));
      }
    }
    return play.prompts().isEmpty() ? play : play.withPromptAnswers(own);
  }

  private Value ask(Prompt prompt) {
    String shown =
        prompt.prompt() + prompt.defaultAnswer().map(d -> " [" + d + "]").orElse("") + ": ";
    String answer = answer(prompt, shown);
    while (prompt.confirm() && !answer(prompt, "confirm " + shown).equals(answer)) {
      answer = answer(prompt, "These were not the same. " + shown);
    }
    if (prompt.hidden()) {
      redaction.register(Secret.of(answer));
    }
    return Value.text(answer);
  }

  private String answer(Prompt prompt, String shown) {
    return prompter
        .prompt(shown, prompt.hidden())
        .filter(answer -> !answer.isEmpty() || prompt.defaultAnswer().isEmpty())
        .or(prompt::defaultAnswer)
        .orElseThrow(
            () ->
                new BadInputException(
                    Diagnostic.error(
                        "No terminal to ask on",
                        prompt.place(),
                        "The play asks for \"%s\", and there is no terminal to answer on. Give it with:\n    -e %s=VALUE"
                            .formatted(prompt.name(), prompt.name()))));
  }
}
