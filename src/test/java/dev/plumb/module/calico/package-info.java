@NullMarked
package dev.plumb.module.calico;

import org.jspecify.annotations.NullMarked;
