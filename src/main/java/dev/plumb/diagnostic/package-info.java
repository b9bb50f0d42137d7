/**
 * Problems as values: what is wrong, where, why, and what to do. Read {@link
 * dev.plumb.diagnostic.Diagnostic} first. {@code report} formats them.
 */
@NullMarked
package dev.plumb.diagnostic;

import org.jspecify.annotations.NullMarked;
