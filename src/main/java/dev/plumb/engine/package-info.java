/**
 * Runs plays. Read {@link dev.plumb.engine.Engine} first. May import everything but {@code
 * catalog}, {@code report}, {@code transport} and {@code cli}; knows modules by their contract
 * alone.
 */
@NullMarked
package dev.plumb.engine;

import org.jspecify.annotations.NullMarked;
