package dev.plumb.module.iptables;

import dev.plumb.host.lockout.ManagementConnection;

/** A table, and how plumb comes to the host whose it is. */
record ObservedTable(TableState table, ManagementConnection connection) {}
