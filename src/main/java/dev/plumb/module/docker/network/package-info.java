/**
 * Networks: module {@code docker_network}. Read {@link
 * dev.plumb.module.docker.network.NetworkPlanner} first.
 */
@NullMarked
package dev.plumb.module.docker.network;

import org.jspecify.annotations.NullMarked;
