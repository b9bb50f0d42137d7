/**
 * Images: module {@code docker_image}. Read {@link dev.plumb.module.docker.image.ImagePlanner}
 * first.
 */
@NullMarked
package dev.plumb.module.docker.image;

import org.jspecify.annotations.NullMarked;
