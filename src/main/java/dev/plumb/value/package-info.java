/**
 * The words of the domain as types, and {@link dev.plumb.value.Value}, the data that playbooks,
 * inventories and variables are made of.
 *
 * <p>Constructors check and throw {@link IllegalArgumentException} with a sentence that starts with
 * "must"; the reader of arguments turns that into a diagnostic with its place. May import {@code
 * diagnostic}.
 */
@NullMarked
package dev.plumb.value;

import org.jspecify.annotations.NullMarked;
