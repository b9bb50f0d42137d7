@NullMarked
package dev.plumb.module.docker.daemon;

import org.jspecify.annotations.NullMarked;
