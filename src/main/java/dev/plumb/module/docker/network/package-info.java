@NullMarked
package dev.plumb.module.docker.network;

import org.jspecify.annotations.NullMarked;
