package dev.plumb.module.docker.container;

import dev.plumb.module.Arg;
import java.time.Duration;
import java.util.Optional;

/** A container's health check: the argument {@code healthcheck}. */
record Healthcheck(
    @Arg(
            doc = "A shell command in the container that succeeds if it is healthy.",
            example = "'curl -f http://localhost:8888/api'")
        String test,
    @Arg(doc = "The time between two checks.", example = "10s") Optional<Duration> interval,
    @Arg(doc = "The timeout of a check.", example = "5s") Optional<Duration> timeout,
    @Arg(doc = "The number of consecutive failures that make it unhealthy.", example = "3")
        Optional<Integer> retries,
    @Arg(doc = "The time after the start in which failures do not count.", example = "30s")
        Optional<Duration> startPeriod) {}
