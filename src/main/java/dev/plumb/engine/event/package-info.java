/**
 * What happened in a run, as sealed records: the only way in which the engine speaks. {@code
 * report} turns them into text. May import {@code change}, {@code value}, {@code diagnostic}.
 */
@NullMarked
package dev.plumb.engine.event;

import org.jspecify.annotations.NullMarked;
