/** Options that several commands share: each group is declared and read by one record. */
@NullMarked
package dev.plumb.cli.option;

import org.jspecify.annotations.NullMarked;
