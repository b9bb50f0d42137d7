package dev.plumb.engine.event;

/**
 * The count of a host's tasks by status (loop items do not count apart).
 *
 * @param roundTrips how many times plumb waited for an answer of the host
 */
public record HostSummary(
    int ok,
    int changed,
    int unknown,
    int skipped,
    int failed,
    int refused,
    boolean unreachable,
    int roundTrips) {}
