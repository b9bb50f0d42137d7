@NullMarked
package dev.plumb.module.zookeeper;

import org.jspecify.annotations.NullMarked;
