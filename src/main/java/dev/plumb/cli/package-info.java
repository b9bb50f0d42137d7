/**
 * The command line: {@link dev.plumb.cli.Main} starts the process, {@link dev.plumb.cli.Cli} finds
 * the command and runs it. May import everything.
 */
@NullMarked
package dev.plumb.cli;

import org.jspecify.annotations.NullMarked;
