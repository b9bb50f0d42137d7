/**
 * Containers: module {@code docker_container}. {@link
 * dev.plumb.module.docker.container.ContainerFields} compares the declaration with what docker
 * shows.
 */
@NullMarked
package dev.plumb.module.docker.container;

import org.jspecify.annotations.NullMarked;
