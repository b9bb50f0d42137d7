/** What tests need that run on the three real hosts of the lab. */
@NullMarked
package dev.plumb.lab;

import org.jspecify.annotations.NullMarked;
