/**
 * Hosts, groups and their variables. May import {@code playbook.yaml}, {@code value}, {@code
 * diagnostic}.
 */
@NullMarked
package dev.plumb.inventory;

import org.jspecify.annotations.NullMarked;
