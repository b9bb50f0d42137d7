/**
 * Packages of Debian and its kin: module {@code apt}. Read {@link dev.plumb.module.pkg.AptModule}
 * first. May import {@code module} and below, no other module.
 */
@NullMarked
package dev.plumb.module.pkg;

import org.jspecify.annotations.NullMarked;
