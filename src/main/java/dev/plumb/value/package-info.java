/**
 * Domain types, and {@link dev.plumb.value.Value}, the data of playbooks, inventories and
 * variables.
 *
 * <p>Constructors throw {@link IllegalArgumentException} with a message that starts with "must";
 * the argument reader converts it to a diagnostic with its place. May import {@code diagnostic}.
 */
@NullMarked
package dev.plumb.value;

import org.jspecify.annotations.NullMarked;
