/**
 * Modules {@code network_link} and {@code network_namespace}.
 *
 * <p>Read {@code LinkPlanner} first, which plans the changes to the running kernel. {@code
 * LinkPersistence} and {@code LinkFiles} restore the links at boot.
 */
@NullMarked
package dev.plumb.module.link;

import org.jspecify.annotations.NullMarked;
