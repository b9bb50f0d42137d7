package dev.plumb.playbook;

import dev.plumb.diagnostic.Place;
import java.util.Optional;

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
    Place place) {}
