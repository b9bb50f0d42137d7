/**
 * The session with one host: probes, steps, and the cache of probes. Read {@link
 * dev.plumb.engine.host.HostSession} first.
 */
@NullMarked
package dev.plumb.engine.host;

import org.jspecify.annotations.NullMarked;
