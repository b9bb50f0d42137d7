package dev.plumb.module.iptables;

import dev.plumb.state.Connection;

/** A table, and how plumb comes to the host whose it is. */
record Found(IptablesState table, Connection connection) {}
