package dev.plumb.change;

import dev.plumb.value.HostName;

/** A change of a cluster module on one of its hosts. */
public record HostChange(HostName host, Change change) {}
