package dev.plumb.playbook;

import dev.plumb.value.Value;

/**
 * The role of a task.
 *
 * @param folder the role's folder, with its files in {@code files} and its templates in {@code
 *     templates}
 * @param defaults the variables with the lowest precedence
 * @param vars override the play's variables
 * @param params set where the role is used; override {@code vars}
 */
public record Role(
    String name, String folder, Value.Entries defaults, Value.Entries vars, Value.Entries params) {}
