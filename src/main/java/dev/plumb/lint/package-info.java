/** Suspicious parts of valid playbooks. Read {@link dev.plumb.lint.Lint} first. */
@NullMarked
package dev.plumb.lint;

import org.jspecify.annotations.NullMarked;
