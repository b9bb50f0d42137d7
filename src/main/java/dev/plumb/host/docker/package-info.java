/**
 * Queries to docker that several modules make: {@link dev.plumb.host.docker.DockerInspection}. A
 * stopped dockerd is never contacted, because socket activation would start it.
 */
@NullMarked
package dev.plumb.host.docker;

import org.jspecify.annotations.NullMarked;
