/**
 * What the process has to do with its caller: streams, environment, signals and exit status.
 * Secrets are masked here, for every command.
 */
@NullMarked
package dev.plumb.cli.process;

import org.jspecify.annotations.NullMarked;
