package dev.plumb.module;

/**
 * An expression of the playbook, evaluated for the host at hand: what an argument of type {@code
 * Condition} is read as.
 *
 * @param text the expression as written
 */
public record Condition(String text, boolean holds) {}
