package dev.plumb.module.link;

import dev.plumb.host.lockout.ManagementConnection;
import java.util.Optional;

/**
 * What is found for a link.
 *
 * @param links the links of its namespace
 * @param peerLinks those of its peer's namespace; the same when that is the same
 * @param persistence what makes links after a boot, when that is asked for
 */
record ObservedLinks(
    NamespaceState links,
    NamespaceState peerLinks,
    ManagementConnection connection,
    Optional<LinkPersistence> persistence) {}
