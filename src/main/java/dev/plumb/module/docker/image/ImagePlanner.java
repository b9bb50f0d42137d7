package dev.plumb.module.docker.image;

import dev.plumb.change.Change;
import dev.plumb.change.ClusterPlan;
import dev.plumb.change.HostChange;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.Presence;
import dev.plumb.module.docker.image.ImageState.Image;
import dev.plumb.module.docker.image.ImageState.Images;
import dev.plumb.remote.Step;
import dev.plumb.value.HostName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Plans one image on the hosts that answered. */
final class ImagePlanner {

  private final ImageSpec spec;
  private final String image;
  private final Map<HostName, Images> hosts;
  private final List<HostChange> changes = new ArrayList<>();
  private final Map<HostName, ImageState> expected;

  /**
   * @param hosts in order of preference for creating the image
   */
  ImagePlanner(ImageSpec spec, Map<HostName, Images> hosts) {
    this.spec = spec;
    this.image = spec.image();
    this.hosts = hosts;
    this.expected = new TreeMap<>(hosts);
  }

  ClusterPlan<ImageState> plan() {
    if (spec.state() == Presence.ABSENT) {
      hosts.forEach(this::remove);
    } else {
      switch (spec.source().orElseThrow()) {
        case LOCAL -> {
          List<HostName> without =
              hosts.keySet().stream().filter(host -> found(host).isEmpty()).toList();
          if (!without.isEmpty()) {
            return new ClusterPlan.Blocked<>(imageNotFound(without), true);
          }
          hosts.forEach((host, images) -> planNames(host, images.at(image).orElseThrow()));
        }
        case PULL -> hosts.keySet().forEach(this::pull);
        case BUILD, IMPORT, LOAD -> planShared();
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
          Change.of("image", "present", "absent", ImageSteps.remove(there, spec.forceAbsent())));
      expected.put(host, images.without(there));
    }
  }

  private void pull(HostName host) {
    Image then = found(host).orElse(new Image(Image.ID_UNKNOWN, Map.of()));
    if (found(host).isEmpty()) {
      change(host, Change.of("image", "absent", "pulled", ImageSteps.pull(image)));
    }
    planNames(host, then);
  }

  /** Plans one image for all hosts: an up-to-date one from a host, or a new one. */
  private void planShared() {
    Map<String, String> marks = ImageFingerprint.of(spec);
    List<String> bases = bases();
    Optional<HostName> upToDate =
        hosts.keySet().stream()
            .filter(host -> found(host).isPresent())
            .filter(host -> differences(found(host).get(), marks, bases).isEmpty())
            .findFirst();
    HostName origin = upToDate.orElseGet(this::builder);
    Image then;
    if (upToDate.isPresent()) {
      then = found(origin).orElseThrow();
    } else {
      Map<String, String> labels = new TreeMap<>(marks);
      labels.put(ImageFingerprint.BASE, String.join(",", bases));
      then = new Image(Image.ID_UNKNOWN, labels);
      makeOn(origin, marks, bases);
    }
    for (HostName host : hosts.keySet()) {
      if (!host.equals(origin) && !found(host).equals(Optional.of(then))) {
        transfer(host, origin);
      }
    }
    hosts.keySet().forEach(host -> planNames(host, then));
  }

  /**
   * Returns the ids of the base images, each from the first host that has it. A missing base is no
   * reason to build: a copied image does not need it.
   */
  private List<String> bases() {
    return spec.baseImages().stream()
        .map(
            base ->
                hosts.values().stream()
                    .flatMap(images -> images.at(base).stream())
                    .map(Image::id)
                    .findFirst()
                    .orElse(""))
        .toList();
  }

  /** Returns the first host that lacks the fewest base images. */
  private HostName builder() {
    return hosts.keySet().stream()
        .min(
            Comparator.comparingLong(
                host ->
                    spec.baseImages().stream().filter(b -> images(host).at(b).isEmpty()).count()))
        .orElseThrow();
  }

  private void makeOn(HostName host, Map<String, String> marks, List<String> bases) {
    Step step =
        switch (spec.source().orElseThrow()) {
          case BUILD -> ImageSteps.build(spec, spec.build().orElseThrow(), marks);
          case IMPORT -> ImageSteps.importFrom(spec, spec.importPath().orElseThrow(), marks);
          case LOAD -> ImageSteps.load(spec.loadPath().orElseThrow());
          case PULL, LOCAL -> throw new IllegalStateException("creates no image");
        };
    List<Change> why =
        found(host)
            .map(old -> differences(old, marks, bases))
            .orElse(List.of(Change.of("image", "absent", sourceVerb())));
    Change.withSteps(why, List.of(step)).forEach(change -> change(host, change));
  }

  private String sourceVerb() {
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
      return List.of(Change.of("image", "not created by this task", sourceVerb()));
    }
    marks.forEach(
        (label, wanted) -> {
          if (!old.label(label).equals(wanted)) {
            // The digest of a short secret would reveal it by brute force.
            boolean shown =
                label.equals(ImageFingerprint.CONTEXT) || label.equals(ImageFingerprint.DOCKERFILE);
            differences.add(
                Change.of(
                    ImageFingerprint.propertyName(label),
                    shown ? shortId(old.label(label)) : "different",
                    shown ? shortId(wanted) : "as declared"));
          }
        });
    String[] before = old.label(ImageFingerprint.BASE).split(",", -1);
    for (int i = 0; i < bases.size(); i++) {
      String was = i < before.length ? before[i] : "";
      if (!bases.get(i).isEmpty() && !was.isEmpty() && !bases.get(i).equals(was)) {
        differences.add(
            Change.of("base " + spec.baseImages().get(i), shortId(was), shortId(bases.get(i))));
      }
    }
    return differences;
  }

  private static String shortId(String digest) {
    String hex = digest.replaceFirst("^sha256:", "");
    return hex.isEmpty() ? "none" : hex.substring(0, Math.min(12, hex.length()));
  }

  private void transfer(HostName host, HostName from) {
    change(
        host,
        Change.of(
            "image",
            found(host).map(old -> shortId(old.id())).orElse("absent"),
            "as on " + from,
            ImageSteps.transfer(image, from, commonBases(host, from))));
  }

  /** Returns the ids of the base images that both hosts have. */
  private List<String> commonBases(HostName host, HostName other) {
    return spec.baseImages().stream()
        .flatMap(base -> images(host).at(base).stream())
        .filter(there -> images(other).images().containsValue(there))
        .map(Image::id)
        .distinct()
        .toList();
  }

  /** Plans the additional names of the image, and its expected state. */
  private void planNames(HostName host, Image then) {
    for (String other : spec.additionalNames()) {
      Optional<Image> old = images(host).at(other);
      if (!old.equals(Optional.of(then))) {
        change(
            host,
            Change.of(
                "name " + other,
                old.map(known -> shortId(known.id())).orElse("absent"),
                "this image",
                ImageSteps.tag(image, other)));
      }
    }
    expected.put(host, images(host).with(spec.names(), then));
  }

  private Diagnostic imageNotFound(List<HostName> without) {
    return Diagnostic.error(
        "Image not found",
        "There is no image \"%s\" on %s, and \"source: local\" does not create it."
            .formatted(image, HostName.join(without)));
  }

  private void change(HostName host, Change change) {
    changes.add(new HostChange(host, change));
  }
}
