/** The commands. Each reads its options once, into a record, and works with that. */
@NullMarked
package dev.plumb.cli.command;

import org.jspecify.annotations.NullMarked;
