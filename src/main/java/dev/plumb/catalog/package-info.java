/** The list of all modules. May import {@code module} and its sub-packages. */
@NullMarked
package dev.plumb.catalog;

import org.jspecify.annotations.NullMarked;
