/**
 * ZooKeeper: module {@code zookeeper}. Only one server of the ensemble may be down at a time: read
 * {@link dev.plumb.host.systemd.RollingRestart} first. May import {@code module}, {@code host} and
 * below, no other module.
 */
@NullMarked
package dev.plumb.module.zookeeper;

import org.jspecify.annotations.NullMarked;
