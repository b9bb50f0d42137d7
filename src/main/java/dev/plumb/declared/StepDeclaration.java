package dev.plumb.declared;

import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.value.Bytes;
import dev.plumb.value.Content;
import dev.plumb.value.FileMode;
import dev.plumb.value.RemotePath;
import dev.plumb.value.UserName;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Optional;

/**
 * One step that moves a property.
 *
 * @param when the step is left out unless this holds
 */
record StepDeclaration(Optional<Value> when, Action action) {

  /** What the step does. */
  sealed interface Action {

    /** Runs a program. */
    record Run(List<Value> words, Optional<Value> input) implements Action {}

    /** Writes a file. */
    record Write(
        Value path,
        Value content,
        Optional<Value> mode,
        Optional<Value> owner,
        Optional<Value> group,
        List<Value> validate)
        implements Action {}
  }

  /** The step, unless its condition does not hold. */
  Optional<Step> step(Environment environment) {
    if (when.isPresent() && !environment.holds(when.get())) {
      return Optional.empty();
    }
    return Optional.of(
        switch (action) {
          case Action.Run(List<Value> words, Optional<Value> input) -> {
            Command command = Command.of(environment.words(words));
            yield new Step.Run(
                input
                    .map(text -> command.withInput(Bytes.utf8(environment.text(text))))
                    .orElse(command));
          }
          case Action.Write write ->
              new Step.Write(
                  environment.typed(write.path(), RemotePath::of),
                  Content.utf8(environment.text(write.content())),
                  write.mode().map(mode -> environment.typed(mode, FileMode::of)),
                  write.owner().map(name -> environment.typed(name, UserName::of)),
                  write.group().map(name -> environment.typed(name, UserName::of)),
                  write.validate().isEmpty()
                      ? Optional.empty()
                      : Optional.of(Command.of(environment.words(write.validate()))),
                  false,
                  true);
        });
  }
}
