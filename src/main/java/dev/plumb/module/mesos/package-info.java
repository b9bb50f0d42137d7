/**
 * Mesos and what it elects its leader with: modules {@code zookeeper}, {@code mesos_master} and
 * {@code mesos_agent}. All three are daemons of which only one may be away at a time: read {@link
 * dev.plumb.host.systemd.RollingRestart} first, then {@link
 * dev.plumb.module.zookeeper.ZookeeperModule}. May import {@code module} and below, no other
 * module.
 */
@NullMarked
package dev.plumb.module.mesos;

import org.jspecify.annotations.NullMarked;
