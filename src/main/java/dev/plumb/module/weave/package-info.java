/**
 * Weave, the alternative to Calico as container network: module {@code weave}. May import {@code
 * module}, {@code host} and below, no other module.
 */
@NullMarked
package dev.plumb.module.weave;

import org.jspecify.annotations.NullMarked;
