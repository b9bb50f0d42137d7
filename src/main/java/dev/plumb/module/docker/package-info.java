/**
 * Docker: dockerd itself, networks, images and containers. One file name begins with the thing it
 * is about. May import {@code module} and below, no other module.
 */
@NullMarked
package dev.plumb.module.docker;

import org.jspecify.annotations.NullMarked;
