package dev.plumb.engine.event;

/**
 * The number of a host's tasks by status; loop items are not counted separately.
 *
 * @param roundTrips the number of round trips to the host
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
