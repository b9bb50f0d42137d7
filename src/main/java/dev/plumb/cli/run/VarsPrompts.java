package dev.plumb.cli.run;

import dev.plumb.cli.process.Prompter;
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

/** {@code vars_prompt}: asks for variables, each once, before plumb connects to a host. */
public final class VarsPrompts {

  private final Prompter prompter;
  private final Redaction redaction;
  private final Map<String, Value> answers = new HashMap<>();

  public VarsPrompts(Prompter prompter, Redaction redaction) {
    this.prompter = prompter;
    this.redaction = redaction;
  }

  /**
   * Returns the playbooks with the answers as variables.
   *
   * @param given variables of the command line, which are not asked for
   * @throws BadInputException if there is no terminal
   */
  public List<Playbook> resolve(List<Playbook> playbooks, Set<String> given) {
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
      answer = answer(prompt, "The answers differ. " + shown);
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
                        "The play asks for \"%s\", but there is no terminal to answer on. Set it with:\n    -e %s=VALUE"
                            .formatted(prompt.name(), prompt.name()))));
  }
}
