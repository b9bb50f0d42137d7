/**
 * Turns events into text for people and for programs: the only place that formats.
 *
 * <p>Read {@link dev.plumb.report.TerminalReport} first. Each report takes events from one thread
 * at a time and knows nothing of how they came about. May import {@code engine.event}, {@code
 * change}, {@code value}, {@code diagnostic}; nothing but {@code cli} imports it.
 */
@NullMarked
package dev.plumb.report;

import org.jspecify.annotations.NullMarked;
