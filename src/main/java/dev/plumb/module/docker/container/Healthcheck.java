package dev.plumb.module.docker.container;

import dev.plumb.module.Arg;
import java.time.Duration;
import java.util.Optional;

/** How docker tells whether a container is well: the argument {@code healthcheck}. */
record Healthcheck(
    @Arg(
            doc = "What ends with status 0 when it is: a shell line within the container.",
            example = "'curl -f http://localhost:8888/api'")
        String test,
    @Arg(doc = "The time between two tests.", example = "10s") Optional<Duration> interval,
    @Arg(doc = "How long a test may take.", example = "5s") Optional<Duration> timeout,
    @Arg(doc = "How many in a row must fail.", example = "3") Optional<Integer> retries,
    @Arg(doc = "How long failures do not count after the start.", example = "30s")
        Optional<Duration> startPeriod) {}
