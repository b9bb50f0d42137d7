package dev.plumb.module;

import java.time.Duration;

/** The arguments that say what may be risked. */
public record LockOutRisk(
    @Arg(
            doc =
                "Whether a change that would cut plumb's own connection is tried all the same. The"
                    + " host then takes it back by itself unless plumb can still connect.",
            example = "true",
            byDefault = "false")
        boolean allowLockoutRisk,
    @Arg(
            doc = "How long the host waits until it takes such a change back.",
            example = "60",
            byDefault = "30")
        Duration lockoutTimer) {}
