package dev.plumb.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the words of a command some of which depend on conditions. */
public final class CommandBuilder {

  private final List<String> words;

  public CommandBuilder(String... words) {
    this.words = new ArrayList<>(List.of(words));
  }

  public CommandBuilder add(String... more) {
    words.addAll(List.of(more));
    return this;
  }

  public CommandBuilder addIf(boolean condition, String... more) {
    return condition ? add(more) : this;
  }

  /** Adds the name and the value, when there is one. */
  public CommandBuilder option(String name, Optional<?> value) {
    value.ifPresent(present -> add(name, present.toString()));
    return this;
  }

  public Command build() {
    return Command.of(words);
  }

  public Step.Run step() {
    return new Step.Run(build());
  }
}
