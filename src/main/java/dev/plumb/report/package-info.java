/**
 * Formats events for people and programs. Read {@link dev.plumb.report.TerminalReport} first. A
 * report gets its events from one thread at a time.
 */
@NullMarked
package dev.plumb.report;

import org.jspecify.annotations.NullMarked;
