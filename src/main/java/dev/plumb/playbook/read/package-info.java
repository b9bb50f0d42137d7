/**
 * Reads playbooks from files and resolves imports and roles. Read {@link
 * dev.plumb.playbook.read.PlaybookLoader} first. May import {@code playbook}, {@code
 * playbook.yaml}, {@code value}, {@code diagnostic}.
 */
@NullMarked
package dev.plumb.playbook.read;

import org.jspecify.annotations.NullMarked;
