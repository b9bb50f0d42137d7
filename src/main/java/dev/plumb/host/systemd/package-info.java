/**
 * systemd on a host, for all modules: names and states of units, when a unit was started, and the
 * restart of clustered services one host at a time ({@link dev.plumb.host.systemd.RollingRestart}).
 * May import {@code host.files} and what that may import.
 */
@NullMarked
package dev.plumb.host.systemd;

import org.jspecify.annotations.NullMarked;
