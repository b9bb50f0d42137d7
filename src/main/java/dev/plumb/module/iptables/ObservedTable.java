package dev.plumb.module.iptables;

import dev.plumb.host.lockout.ManagementConnection;

/** A table, and the connection over which plumb manages its host. */
record ObservedTable(TableState table, ManagementConnection connection) {}
