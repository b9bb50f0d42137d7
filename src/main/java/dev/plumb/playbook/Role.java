package dev.plumb.playbook;

import dev.plumb.value.Value;

/**
 * The role a task came with.
 *
 * @param folder the role's folder: its files are looked for in {@code files}, its templates in
 *     {@code templates}
 * @param defaults the weakest variables of all
 * @param vars stronger than the play's
 * @param params given where the role is used; stronger than {@code vars}
 */
public record Role(
    String name, String folder, Value.Entries defaults, Value.Entries vars, Value.Entries params) {}
