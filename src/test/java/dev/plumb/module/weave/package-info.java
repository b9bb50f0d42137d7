@NullMarked
package dev.plumb.module.weave;

import org.jspecify.annotations.NullMarked;
