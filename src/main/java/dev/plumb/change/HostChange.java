package dev.plumb.change;

import dev.plumb.value.HostName;

/** A change of something that hosts have together, made on one of them. */
public record HostChange(HostName host, Change change) {}
