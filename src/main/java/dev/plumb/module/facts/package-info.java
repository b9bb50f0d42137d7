/**
 * What a host is: module {@code setup}. Read {@link dev.plumb.module.facts.SetupModule} first. May
 * import {@code module} and below, no other module.
 */
@NullMarked
package dev.plumb.module.facts;

import org.jspecify.annotations.NullMarked;
