/**
 * Docker: the image names that {@code docker.container} and {@code docker.image} share. The modules
 * are in {@code docker.daemon}, {@code docker.network}, {@code docker.image} and {@code
 * docker.container}; each may import {@code module}, {@code host} and below, no other module.
 */
@NullMarked
package dev.plumb.module.docker;

import org.jspecify.annotations.NullMarked;
