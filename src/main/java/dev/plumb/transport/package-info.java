/**
 * What every way to a host shares: long-lived shells, and the conversation with them.
 *
 * <p>Read {@link dev.plumb.transport.ShellHost} first, then {@link
 * dev.plumb.transport.HostConnection}, which is all that {@code transport.sshj} and {@code
 * transport.local} have to bring. May import {@code remote}, {@code remote.batch}, {@code value}
 * and {@code diagnostic}; imported by its own sub-packages and {@code cli}.
 */
@NullMarked
package dev.plumb.transport;

import org.jspecify.annotations.NullMarked;
