/**
 * What a playbook runs in its own words: modules {@code command} and {@code shell}. Read {@link
 * dev.plumb.module.command.CommandModule} first. May import {@code module} and below, no other
 * module.
 */
@NullMarked
package dev.plumb.module.command;

import org.jspecify.annotations.NullMarked;
