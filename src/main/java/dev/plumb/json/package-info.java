/**
 * Reads and writes {@link dev.plumb.value.Value} as JSON. The JSON reports have their own format in
 * {@code report}. May import {@code value}, {@code diagnostic}; modules may import it.
 */
@NullMarked
package dev.plumb.json;

import org.jspecify.annotations.NullMarked;
