/**
 * Changes that could cut the connection they are made over: which connection that is ({@link
 * dev.plumb.host.lockout.ManagementConnection}), and a change that the host reverts unless it is
 * confirmed over a new one ({@link dev.plumb.host.lockout.ConfirmedChange}). May import {@code
 * module} for {@code @Arg}.
 */
@NullMarked
package dev.plumb.host.lockout;

import org.jspecify.annotations.NullMarked;
