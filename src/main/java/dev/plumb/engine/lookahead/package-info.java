/**
 * Which answers ride together, and how long they hold. Read {@link
 * dev.plumb.engine.lookahead.Window} and {@link dev.plumb.engine.lookahead.Answers}; the rule that
 * keeps them honest is in docs/adr/0002-lookahead.md. May import {@code state}, {@code remote}.
 */
@NullMarked
package dev.plumb.engine.lookahead;

import org.jspecify.annotations.NullMarked;
