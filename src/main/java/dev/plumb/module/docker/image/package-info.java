@NullMarked
package dev.plumb.module.docker.image;

import org.jspecify.annotations.NullMarked;
