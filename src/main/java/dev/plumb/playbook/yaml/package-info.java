/**
 * Reads YAML into {@link dev.plumb.value.Value}s that know their places; the only place that
 * imports SnakeYAML. May import {@code value}, {@code diagnostic}.
 */
@NullMarked
package dev.plumb.playbook.yaml;

import org.jspecify.annotations.NullMarked;
