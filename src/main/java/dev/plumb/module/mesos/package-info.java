/**
 * Mesos: modules {@code mesos_master} and {@code mesos_agent}. Only one daemon of each kind may be
 * down at a time: read {@link dev.plumb.host.systemd.RollingRestart} first. May import {@code
 * module}, {@code host} and below, no other module.
 */
@NullMarked
package dev.plumb.module.mesos;

import org.jspecify.annotations.NullMarked;
