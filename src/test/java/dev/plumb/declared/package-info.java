/** Tests of modules that a YAML file declares. */
@NullMarked
package dev.plumb.declared;

import org.jspecify.annotations.NullMarked;
