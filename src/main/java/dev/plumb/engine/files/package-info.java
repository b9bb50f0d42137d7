/**
 * Reads the control machine's files that tasks name, and archives them. Read {@link
 * dev.plumb.engine.files.LocalFiles} first.
 */
@NullMarked
package dev.plumb.engine.files;

import org.jspecify.annotations.NullMarked;
