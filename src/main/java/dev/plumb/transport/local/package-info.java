/**
 * The machine that plumb runs on, as a host: {@code connection: local}. May import {@code
 * transport} and below.
 */
@NullMarked
package dev.plumb.transport.local;

import org.jspecify.annotations.NullMarked;
