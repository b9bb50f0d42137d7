/**
 * One request to one shell script, and one stream of bytes back to many endings: pure both ways.
 *
 * <p>Read {@link dev.plumb.remote.batch.ShellLoop} first (what runs on the host), then {@link
 * dev.plumb.remote.batch.Script} (the way there) and {@link dev.plumb.remote.batch.ReplyParser}
 * (the way back). All quoting is here. May import {@code remote} and {@code value}; imported by
 * {@code transport} alone.
 */
@NullMarked
package dev.plumb.remote.batch;

import org.jspecify.annotations.NullMarked;
