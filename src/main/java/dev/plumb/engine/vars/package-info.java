/**
 * The variables of a run: by host, by run, in Ansible's order of precedence. Read {@link
 * dev.plumb.engine.vars.HostScope} first.
 */
@NullMarked
package dev.plumb.engine.vars;

import org.jspecify.annotations.NullMarked;
