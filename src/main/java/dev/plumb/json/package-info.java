/**
 * JSON that hosts answer and are sent, read into and written from {@link dev.plumb.value.Value}.
 * How a report looks in JSON is decided in {@code report}. May import {@code value}, {@code
 * diagnostic}; modules may import it.
 */
@NullMarked
package dev.plumb.json;

import org.jspecify.annotations.NullMarked;
