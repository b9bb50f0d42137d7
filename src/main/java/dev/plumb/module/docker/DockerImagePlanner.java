package dev.plumb.module.docker;

import dev.plumb.change.Change;
import dev.plumb.change.ClusterPlan;
import dev.plumb.change.HostChange;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.docker.DockerImageFound.Image;
import dev.plumb.module.docker.DockerImageFound.Images;
import dev.plumb.remote.Step;
import dev.plumb.value.HostName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Plans one image over the hosts that answered. */
final class DockerImagePlanner {

  private final DockerImageSpec spec;
  private final String image;
  private final Map<HostName, Images> hosts;
  private final List<HostChange> changes = new ArrayList<>();
  private final Map<HostName, DockerImageFound> expected;

  /**
   * @param hosts in the order in which one is chosen to make the image
   */
  DockerImagePlanner(DockerImageSpec spec, Map<HostName, Images> hosts) {
    this.spec = spec;
    this.image = spec.image();
    this.hosts = hosts;
    this.expected = new TreeMap<>(hosts);
  }

  ClusterPlan<DockerImageFound> plan() {
    if (spec.state() == DockerImageSpec.State.ABSENT) {
      hosts.forEach(this::remove);
    } else {
      switch (spec.source().orElseThrow()) {
        case LOCAL -> {
          List<HostName> without =
              hosts.keySet().stream().filter(host -> found(host).isEmpty()).toList();
          if (!without.isEmpty()) {
            return new ClusterPlan.Blocked<>(notThere(without), true);
          }
          hosts.forEach((host, images) -> name(host, images.at(image).orElseThrow()));
        }
        case PULL -> hosts.keySet().forEach(this::pull);
        case BUILD, IMPORT, LOAD -> same();
      }
    }
    return changes.isEmpty()
        ? new ClusterPlan.InSync<>()
        : new ClusterPlan.Needed<>(changes, expected);
  }

  private Optional<Image> found(HostName host) {
    return images(host).at(image);
  }

  private Images images(HostName host) {
    return Optional.ofNullable(hosts.get(host)).orElseThrow();
  }

  private void remove(HostName host, Images images) {
    List<String> there = spec.names().stream().filter(images.images()::containsKey).toList();
    if (!there.isEmpty()) {
      change(
          host,
          Change.of(
              "image", "present", "absent", DockerImageSteps.remove(there, spec.forceAbsent())));
      expected.put(host, images.without(there));
    }
  }

  private void pull(HostName host) {
    Image then = found(host).orElse(new Image(Image.NOT_YET, Map.of()));
    if (found(host).isEmpty()) {
      change(host, Change.of("image", "absent", "pulled", DockerImageSteps.pull(image)));
    }
    name(host, then);
  }

  /** One image for all: an up-to-date one that a host has, or else made on one host. */
  private void same() {
    Map<String, String> marks = DockerImageMark.of(spec);
    List<String> bases = bases();
    Optional<HostName> upToDate =
        hosts.keySet().stream()
            .filter(host -> found(host).isPresent())
            .filter(host -> differences(found(host).get(), marks, bases).isEmpty())
            .findFirst();
    HostName origin = upToDate.orElseGet(this::maker);
    Image then;
    if (upToDate.isPresent()) {
      then = found(origin).orElseThrow();
    } else {
      Map<String, String> labels = new TreeMap<>(marks);
      labels.put(DockerImageMark.BASE, String.join(",", bases));
      then = new Image(Image.NOT_YET, labels);
      make(origin, marks, bases);
    }
    for (HostName host : hosts.keySet()) {
      if (!host.equals(origin) && !found(host).equals(Optional.of(then))) {
        carry(host, origin);
      }
    }
    hosts.keySet().forEach(host -> name(host, then));
  }

  /**
   * The ids of the images to build from, as the first host has them that has them at all. What no
   * host has is no reason to build: an image that was carried needs no base.
   */
  private List<String> bases() {
    return spec.bases().stream()
        .map(
            base ->
                hosts.values().stream()
                    .flatMap(images -> images.at(base).stream())
                    .map(Image::id)
                    .findFirst()
                    .orElse(""))
        .toList();
  }

  /** The host that lacks the fewest of the images to build from; the first of several. */
  private HostName maker() {
    return hosts.keySet().stream()
        .min(
            Comparator.comparingLong(
                host -> spec.bases().stream().filter(b -> images(host).at(b).isEmpty()).count()))
        .orElseThrow();
  }

  private void make(HostName host, Map<String, String> marks, List<String> bases) {
    Step step =
        switch (spec.source().orElseThrow()) {
          case BUILD -> DockerImageSteps.build(spec, spec.build().orElseThrow(), marks);
          case IMPORT -> DockerImageSteps.importFrom(spec, spec.importPath().orElseThrow(), marks);
          case LOAD -> DockerImageSteps.load(spec.loadPath().orElseThrow());
          case PULL, LOCAL -> throw new IllegalStateException("is not made");
        };
    List<Change> why =
        found(host)
            .map(old -> differences(old, marks, bases))
            .orElse(List.of(Change.of("image", "absent", made())));
    // The first brings all of them.
    change(
        host,
        Change.of(
            why.getFirst().property(), why.getFirst().before(), why.getFirst().after(), step));
    why.stream().skip(1).forEach(more -> change(host, more));
  }

  private String made() {
    return switch (spec.source().orElseThrow()) {
      case BUILD -> "built";
      case IMPORT -> "imported";
      case LOAD -> "loaded";
      case PULL, LOCAL -> "there";
    };
  }

  private List<Change> differences(Image old, Map<String, String> marks, List<String> bases) {
    List<Change> differences = new ArrayList<>();
    if (!marks.isEmpty() && marks.keySet().stream().noneMatch(old.labels()::containsKey)) {
      return List.of(Change.of("image", "another, not made by this task", made()));
    }
    marks.forEach(
        (label, wanted) -> {
          if (!old.label(label).equals(wanted)) {
            // A digest of a short secret would tell it to who tries all.
            boolean shown =
                label.equals(DockerImageMark.CONTEXT) || label.equals(DockerImageMark.DOCKERFILE);
            differences.add(
                Change.of(
                    DockerImageMark.told(label),
                    shown ? shortly(old.label(label)) : "others",
                    shown ? shortly(wanted) : "as asked for"));
          }
        });
    String[] before = old.label(DockerImageMark.BASE).split(",", -1);
    for (int i = 0; i < bases.size(); i++) {
      String was = i < before.length ? before[i] : "";
      if (!bases.get(i).isEmpty() && !was.isEmpty() && !bases.get(i).equals(was)) {
        differences.add(
            Change.of("base " + spec.bases().get(i), shortly(was), shortly(bases.get(i))));
      }
    }
    return differences;
  }

  private static String shortly(String digest) {
    String hex = digest.replaceFirst("^sha256:", "");
    return hex.isEmpty() ? "none" : hex.substring(0, Math.min(12, hex.length()));
  }

  private void carry(HostName host, HostName from) {
    change(
        host,
        Change.of(
            "image",
            found(host).map(old -> shortly(old.id())).orElse("absent"),
            "as on " + from,
            DockerImageSteps.carry(image, from, held(host, from))));
  }

  /** The ids of the images to build from that both have. */
  private List<String> held(HostName host, HostName other) {
    return spec.bases().stream()
        .flatMap(base -> images(host).at(base).stream())
        .filter(there -> images(other).images().containsValue(there))
        .map(Image::id)
        .distinct()
        .toList();
  }

  /** The image gets its further names. Notes what is to be found then. */
  private void name(HostName host, Image then) {
    for (String other : spec.furtherNames()) {
      Optional<Image> old = images(host).at(other);
      if (!old.equals(Optional.of(then))) {
        change(
            host,
            Change.of(
                "name " + other,
                old.map(known -> shortly(known.id())).orElse("absent"),
                "this image",
                DockerImageSteps.tag(image, other)));
      }
    }
    expected.put(host, images(host).with(spec.names(), then));
  }

  private Diagnostic notThere(List<HostName> without) {
    String names = String.join(", ", without.stream().map(HostName::value).toList());
    return Diagnostic.error(
        "Image not found",
        "There is no image \"%s\" on %s, and \"source: local\" only looks."
            .formatted(image, names));
  }

  private void change(HostName host, Change change) {
    changes.add(new HostChange(host, change));
  }
}
