/**
 * Looking at a host: a {@link dev.plumb.state.Probe} is questions and the pure reader of their
 * answers, a {@link dev.plumb.state.Reading} is what came of it. May import {@code remote} and
 * {@code value}.
 */
@NullMarked
package dev.plumb.state;

import org.jspecify.annotations.NullMarked;
