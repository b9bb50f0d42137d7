/**
 * The plan from the current state to the specified state.
 *
 * <p>Read {@link dev.plumb.change.Plan} first. May import {@code state}, {@code remote}, {@code
 * value}, {@code diagnostic}.
 */
@NullMarked
package dev.plumb.change;

import org.jspecify.annotations.NullMarked;
