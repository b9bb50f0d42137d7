/**
 * What must be true of hosts before a cluster is brought up on them. Read {@code Objections} first.
 * May import {@code module} and below, no other module.
 */
@NullMarked
package dev.plumb.module.preflight;

import org.jspecify.annotations.NullMarked;
