package dev.plumb.module.link;

import dev.plumb.host.lockout.ManagementConnection;
import java.util.Optional;

/**
 * The links that a task depends on.
 *
 * @param links the links of the link's namespace
 * @param peerLinks the links of its peer's namespace, which may be the same
 * @param persistence how links are persisted, if the task manages that
 */
record ObservedLinks(
    NamespaceState links,
    NamespaceState peerLinks,
    ManagementConnection connection,
    Optional<LinkPersistence> persistence) {}
