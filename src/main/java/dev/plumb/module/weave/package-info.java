/**
 * Weave, the other network for containers: module {@code weave}. May import {@code module} and
 * below, no other module.
 */
@NullMarked
package dev.plumb.module.weave;

import org.jspecify.annotations.NullMarked;
