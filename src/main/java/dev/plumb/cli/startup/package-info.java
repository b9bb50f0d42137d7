/** The training run for the start-up cache: see docs/adr/0004. */
@NullMarked
package dev.plumb.cli.startup;

import org.jspecify.annotations.NullMarked;
