@NullMarked
package dev.plumb.engine;

import org.jspecify.annotations.NullMarked;
