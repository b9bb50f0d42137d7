@NullMarked
package dev.plumb.engine.lookahead;

import org.jspecify.annotations.NullMarked;
