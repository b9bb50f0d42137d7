package dev.plumb.module.docker.container;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.docker.container.ContainerSpec.State;
import dev.plumb.module.docker.container.ContainerState.Absent;
import dev.plumb.module.docker.container.ContainerState.ImageDefaults;
import dev.plumb.module.docker.container.ContainerState.Present;
import dev.plumb.remote.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Plans one container. */
final class ContainerPlanner {

  private static final String HEALTHY = "healthy";

  private final ContainerSpec spec;
  private final ContainerSteps steps;
  private final ContainerFields asked;

  ContainerPlanner(ContainerSpec spec) {
    this.spec = spec;
    this.steps = new ContainerSteps(spec);
    this.asked = ContainerFields.requested(spec);
  }

  Plan<ContainerState> plan(Absent found) {
    if (spec.state() == State.ABSENT) {
      return Plan.inSync();
    }
    boolean runs = spec.state() == State.STARTED || spec.state() == State.HEALTHY;
    List<Change> changes = new ArrayList<>();
    changes.add(change("container", "absent", "created", steps.create()));
    if (runs) {
      changes.add(change("running", "no", "yes", List.of(steps.start())));
    }
    return new Plan.Needed<>(changes, expected(asked.values(), runs, found.currentImage()));
  }

  Plan<ContainerState> plan(Present found) {
    if (spec.state() == State.ABSENT) {
      return new Plan.Needed<>(
          List.of(change("container", "present", "absent", steps.remove())),
          new Absent(found.currentImage()));
    }
    boolean runs =
        switch (spec.state()) {
          case STARTED, HEALTHY -> true;
          case STOPPED, ABSENT -> false;
          case PRESENT -> found.running();
        };
    List<Change> differences = differences(found);
    List<Change> changes = new ArrayList<>();
    if (!differences.isEmpty()) {
      // The first brings all of them.
      Change first = differences.getFirst();
      List<Step> anew = new ArrayList<>(steps.replace());
      if (runs && found.running()) {
        anew.add(steps.start());
      }
      changes.add(change(first.property(), first.before(), first.after(), anew));
      changes.addAll(differences.subList(1, differences.size()));
    }
    if (runs && !found.running()) {
      changes.add(change("running", "no", "yes", List.of(steps.start())));
    } else if (!runs && found.running()) {
      changes.add(
          change(
              "running",
              "yes",
              "no",
              // One that is made anew is not started.
              differences.isEmpty() ? List.of(steps.stop()) : List.of()));
    }
    if (!changes.isEmpty()) {
      SortedMap<String, String> then = new TreeMap<>(found.fields().values());
      if (!differences.isEmpty()) {
        then.keySet().removeAll(found.recordedFields());
        then.putAll(asked.values());
      }
      return new Plan.Needed<>(changes, expected(then, runs, found, differences.isEmpty()));
    }
    return spec.state() == State.HEALTHY ? planHealth(found) : Plan.inSync();
  }

  private Plan<ContainerState> planHealth(Present found) {
    if (found.health().isEmpty()) {
      return Plan.failed(
          Diagnostic.error(
              "No health check",
              "Docker cannot say whether the container \"%s\" is well: neither the task nor the image has a health check. Give it one with \"healthcheck\", or ask for \"state: started\"."
                  .formatted(spec.name())));
    }
    return found.health().equals(HEALTHY)
        ? Plan.inSync()
        : new Plan.Waiting<>(
            steps.awaitHealthy(),
            Diagnostic.error(
                "Container is not healthy",
                "Docker did not say \"healthy\" of the container \"%s\" within %d s. What its health check found:\n    docker inspect --format '{{json .State.Health}}' %s"
                    .formatted(spec.name(), spec.healthyWaitTimeout().toSeconds(), spec.name())));
  }

  private ContainerState expected(
      SortedMap<String, String> fields, boolean runs, Present found, boolean sameContainer) {
    return sameContainer
        ? new Present(
            runs,
            spec.state() == State.HEALTHY ? HEALTHY : found.health(),
            found.imageId(),
            found.imageName(),
            found.fields(),
            found.recordedFields(),
            found.currentImage())
        : expected(fields, runs, found.currentImage());
  }

  private ContainerState expected(
      SortedMap<String, String> fields, boolean runs, Optional<ImageDefaults> image) {
    return new Present(
        runs,
        spec.state() == State.HEALTHY ? HEALTHY : "",
        image.map(ImageDefaults::id).orElse("(known after apply)"),
        spec.imageName(),
        new ContainerFields(fields),
        new TreeSet<>(asked.values().keySet()),
        image);
  }

  /** What it was made with and is not to be any more; none of them has steps. */
  private List<Change> differences(Present found) {
    List<Change> differences = new ArrayList<>();
    image(found).ifPresent(differences::add);
    asked
        .values()
        .forEach(
            (field, value) -> {
              String now = found.fields().values().get(field);
              if (!value.equals(now)) {
                differences.add(
                    ContainerFields.isSecret(field)
                        ? Change.of(field, now == null ? "absent" : "another value", "as asked for")
                        : Change.of(field, now == null ? "absent" : now, value));
              }
            });
    for (String field : found.recordedFields()) {
      String now = found.fields().values().get(field);
      boolean ofTheImage =
          found
              .currentImage()
              .map(image -> image.fields().values().getOrDefault(field, ""))
              .filter(value -> value.equals(now))
              .isPresent();
      if (!asked.values().containsKey(field) && now != null && !ofTheImage) {
        differences.add(
            Change.of(
                field, ContainerFields.isSecret(field) ? "set" : now, "not asked for any more"));
      }
    }
    return differences;
  }

  private Optional<Change> image(Present found) {
    if (found.currentImage().isEmpty()) {
      return found.imageName().equals(spec.imageName())
          ? Optional.empty()
          : Optional.of(Change.of("image", found.imageName(), spec.imageName()));
    }
    return found.currentImage().get().id().equals(found.imageId())
        ? Optional.empty()
        : Optional.of(
            Change.of(
                "image",
                found.imageId().replaceFirst("^sha256:", "").replaceFirst("(?<=^.{12}).*", ""),
                spec.imageName() + " as it is now"));
  }

  private static Change change(String property, String before, String after, List<Step> steps) {
    return Change.of(property, before, after, steps.toArray(Step[]::new));
  }
}
