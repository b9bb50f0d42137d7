/**
 * A problem told to a person: what is wrong, where, why, and what to do.
 *
 * <p>Read {@link dev.plumb.diagnostic.Diagnostic} first. Imports nothing of plumb; everything may
 * import it. How a diagnostic looks on a terminal is decided in {@code report}.
 */
@NullMarked
package dev.plumb.diagnostic;

import org.jspecify.annotations.NullMarked;
