/**
 * Playbooks as immutable values with their places. Read {@link dev.plumb.playbook.Task} and {@link
 * dev.plumb.playbook.Play} first. May import {@code value}, {@code diagnostic}.
 */
@NullMarked
package dev.plumb.playbook;

import org.jspecify.annotations.NullMarked;
