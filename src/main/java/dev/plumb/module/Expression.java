package dev.plumb.module;

import dev.plumb.value.Value;

/**
 * An expression of the playbook and what it is worth for the host at hand: what an argument of type
 * {@code Expression} is read as.
 *
 * @param text the expression as written
 */
public record Expression(String text, Value value) {}
