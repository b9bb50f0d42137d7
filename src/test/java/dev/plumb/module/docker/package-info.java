/** Tests of the modules for docker, with real answers of dockerd 20.10.24. */
@NullMarked
package dev.plumb.module.docker;

import org.jspecify.annotations.NullMarked;
