/** Single lines of text files: module {@code lineinfile}. */
@NullMarked
package dev.plumb.module.file.line;

import org.jspecify.annotations.NullMarked;
