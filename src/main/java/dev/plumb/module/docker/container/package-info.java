@NullMarked
package dev.plumb.module.docker.container;

import org.jspecify.annotations.NullMarked;
