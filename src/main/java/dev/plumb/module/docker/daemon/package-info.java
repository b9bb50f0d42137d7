/**
 * dockerd: module {@code docker_daemon}. Read {@link dev.plumb.module.docker.daemon.DaemonPlanner}
 * first.
 */
@NullMarked
package dev.plumb.module.docker.daemon;

import org.jspecify.annotations.NullMarked;
