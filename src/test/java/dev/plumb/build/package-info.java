/** Tests of the steps that the build does with programs of its own, in src/build. */
@NullMarked
package dev.plumb.build;

import org.jspecify.annotations.NullMarked;
