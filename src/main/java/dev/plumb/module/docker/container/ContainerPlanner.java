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
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Plans the changes of one container. */
final class ContainerPlanner {

  private static final String HEALTHY = "healthy";

  private final ContainerSpec spec;
  private final ContainerSteps steps;
  private final ContainerFields requested;

  ContainerPlanner(ContainerSpec spec) {
    this.spec = spec;
    this.steps = new ContainerSteps(spec);
    this.requested = ContainerFields.requested(spec);
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
    return new Plan.Needed<>(changes, replaced(requested.values(), runs, found.currentImage()));
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
    boolean replace = !differences.isEmpty();
    List<Change> changes = new ArrayList<>();
    if (replace) {
      List<Step> replacement = new ArrayList<>(steps.replace());
      if (runs && found.running()) {
        replacement.add(steps.start());
      }
      changes.addAll(Change.withSteps(differences, replacement));
    }
    if (runs && !found.running()) {
      changes.add(change("running", "no", "yes", List.of(steps.start())));
    } else if (!runs && found.running()) {
      // A replacement is not started.
      changes.add(change("running", "yes", "no", replace ? List.of() : List.of(steps.stop())));
    }
    if (!changes.isEmpty()) {
      return new Plan.Needed<>(changes, expected(found, runs, replace));
    }
    return spec.state() == State.HEALTHY ? planHealth(found) : Plan.inSync();
  }

  private Plan<ContainerState> planHealth(Present found) {
    if (found.health().isEmpty()) {
      return Plan.failed(
          Diagnostic.error(
              "No health check",
              "Neither the task nor the image of the container \"%s\" has a health check. Add one with \"healthcheck\", or use \"state: started\"."
                  .formatted(spec.name())));
    }
    return found.health().equals(HEALTHY)
        ? Plan.inSync()
        : new Plan.Waiting<>(
            steps.awaitHealthy(),
            Diagnostic.error(
                "Container is not healthy",
                "The container \"%s\" did not become healthy within %d s. To see the output of its health check, run:\n    docker inspect --format '{{json .State.Health}}' %s"
                    .formatted(spec.name(), spec.healthyWaitTimeout().toSeconds(), spec.name())));
  }

  private ContainerState expected(Present found, boolean runs, boolean replace) {
    if (replace) {
      SortedMap<String, String> fields = new TreeMap<>(found.fields().values());
      fields.keySet().removeAll(found.recordedFields());
      fields.putAll(requested.values());
      return replaced(fields, runs, found.currentImage());
    }
    return new Present(
        runs,
        spec.state() == State.HEALTHY ? HEALTHY : found.health(),
        found.imageId(),
        found.imageName(),
        found.fields(),
        found.recordedFields(),
        found.currentImage());
  }

  private ContainerState replaced(
      SortedMap<String, String> fields, boolean runs, Optional<ImageDefaults> image) {
    return new Present(
        runs,
        spec.state() == State.HEALTHY ? HEALTHY : "",
        image.map(ImageDefaults::id).orElse("(known after apply)"),
        spec.imageName(),
        new ContainerFields(fields),
        new TreeSet<>(requested.values().keySet()),
        image);
  }

  /** Returns what requires a new container, as changes without steps. */
  private List<Change> differences(Present found) {
    List<Change> differences = new ArrayList<>();
    planImage(found, differences);
    Map<String, String> current = found.fields().values();
    requested
        .values()
        .forEach(
            (field, value) -> {
              String now = current.getOrDefault(field, "absent");
              if (!value.equals(current.get(field))) {
                differences.add(
                    ContainerFields.isSecret(field)
                        ? Change.of(
                            field, current.containsKey(field) ? "different" : now, "as declared")
                        : Change.of(field, now, value));
              }
            });
    for (String field : found.recordedFields()) {
      String now = current.get(field);
      boolean isImageDefault =
          found
              .currentImage()
              .map(image -> image.fields().values().getOrDefault(field, ""))
              .filter(value -> value.equals(now))
              .isPresent();
      if (!requested.values().containsKey(field) && now != null && !isImageDefault) {
        differences.add(
            Change.of(field, ContainerFields.isSecret(field) ? "set" : now, "no longer declared"));
      }
    }
    return differences;
  }

  private void planImage(Present found, List<Change> differences) {
    if (found.currentImage().isEmpty()) {
      Change.addDifference(differences, "image", found.imageName(), spec.imageName());
    } else if (!found.currentImage().get().id().equals(found.imageId())) {
      differences.add(
          Change.of(
              "image",
              found.imageId().replaceFirst("^sha256:", "").replaceFirst("(?<=^.{12}).*", ""),
              spec.imageName() + " in its current version"));
    }
  }

  private static Change change(String property, String before, String after, List<Step> steps) {
    return Change.of(property, before, after, steps.toArray(Step[]::new));
  }
}
