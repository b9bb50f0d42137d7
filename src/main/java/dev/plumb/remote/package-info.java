/**
 * What can be said to a host, and how it may end: all data, no I/O.
 *
 * <p>Read {@link dev.plumb.remote.RemoteHost} first, then {@link dev.plumb.remote.Command} and
 * {@link dev.plumb.remote.Exec}. May import {@code value}.
 */
@NullMarked
package dev.plumb.remote;

import org.jspecify.annotations.NullMarked;
