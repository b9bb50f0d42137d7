/**
 * What is suspicious in playbooks that are not wrong. Read {@link dev.plumb.lint.Lint} first. May
 * import {@code playbook}, {@code value}, {@code diagnostic}.
 */
@NullMarked
package dev.plumb.lint;

import org.jspecify.annotations.NullMarked;
