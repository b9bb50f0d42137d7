/**
 * Hosts over SSH. The only place that imports sshj; none of its types leaves this package.
 *
 * <p>Read {@link dev.plumb.transport.sshj.SshHost} first, then {@code SshConnection}, which
 * connects and logs in. {@code Login} is the list of ways to log in, where an agent would be added;
 * a jump host would be one more way to make the socket in {@code SshConnection}. May import {@code
 * transport} and below.
 */
@NullMarked
package dev.plumb.transport.sshj;

import org.jspecify.annotations.NullMarked;
