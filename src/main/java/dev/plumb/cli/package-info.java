/** The commands, their exit statuses, and the wiring of everything else. May import all. */
@NullMarked
package dev.plumb.cli;

import org.jspecify.annotations.NullMarked;
