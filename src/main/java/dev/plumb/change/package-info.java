/**
 * What stands between the state found and the state asked for.
 *
 * <p>Read {@link dev.plumb.change.Plan} first. May import {@code state}, {@code remote}, {@code
 * value}, {@code diagnostic}.
 */
@NullMarked
package dev.plumb.change;

import org.jspecify.annotations.NullMarked;
