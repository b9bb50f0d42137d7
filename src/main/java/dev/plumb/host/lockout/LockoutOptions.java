package dev.plumb.host.lockout;

import dev.plumb.module.Arg;
import java.time.Duration;

/** The arguments that say what may be risked. */
public record LockoutOptions(
    @Arg(
            doc =
                "Whether a change that would cut plumb's own connection is tried all the same. The"
                    + " host then takes it back by itself unless plumb can still connect.",
            example = "true",
            defaultValue = "false")
        boolean allowLockoutRisk,
    @Arg(
            doc = "How long the host waits until it takes such a change back.",
            example = "60",
            defaultValue = "30")
        Duration lockoutTimer) {}
