package dev.plumb.module.docker.image;

import dev.plumb.module.Arg;
import dev.plumb.module.Presence;
import dev.plumb.module.docker.ImageName;
import dev.plumb.value.RemotePath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The arguments of module {@code docker_image}. */
record ImageSpec(
    @Arg(doc = "The name of the image, with or without a tag.", example = "app") ImageName name,
    @Arg(doc = "The tag, if the name has none.", example = "'1.2'", defaultValue = "latest")
        String tag,
    @Arg(
            doc = "present: the image exists. absent: none of its names exists.",
            example = "present",
            defaultValue = "present")
        Presence state,
    @Arg(
            doc =
                "The source of the image. build, import and load run on one host, and the others"
                    + " copy the image from there; pull runs on each host; local only checks.",
            example = "build")
        Optional<Source> source,
    @Arg(doc = "For source: build. The build.", example = "{path: app}") Optional<ImageBuild> build,
    @Arg(
            doc =
                "For source: import. A tar file on the host, or a directory with a root file"
                    + " system, without file systems mounted in it. Imported again only when these"
                    + " arguments change.",
            example = "/srv/rootfs.tar")
        Optional<RemotePath> importPath,
    @Arg(
            doc = "Paths below the directory to exclude, with wildcards.",
            example = "[/root/.ssh, '/var/log/*']")
        List<String> importExclude,
    @Arg(
            doc = "Dockerfile instructions to apply to the imported image.",
            example = "['CMD [\"/bin/bash\"]']")
        List<String> importChanges,
    @Arg(
            doc = "For source: load. A file on the host, written by docker save, with this image.",
            example = "/srv/app.tar")
        Optional<RemotePath> loadPath,
    @Arg(
            doc = "Additional names of the image. They are moved from other images.",
            example = "[app:stable, registry:5000/app:1.2]",
            aliases = "tags")
        List<ImageName> repository,
    @Arg(
            doc = "For state: absent. Whether to remove it even if stopped containers use it.",
            example = "true",
            defaultValue = "false")
        boolean forceAbsent) {

  enum Source {
    BUILD,
    PULL,
    IMPORT,
    LOAD,
    LOCAL
  }

  ImageSpec {
    if (state == Presence.PRESENT) {
      Source from =
          source.orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "must have a \"source\": build, pull, import, load or local"));
      require(from == Source.BUILD, build.isPresent(), "build");
      require(from == Source.IMPORT, importPath.isPresent(), "import_path");
      require(from == Source.LOAD, loadPath.isPresent(), "load_path");
      if (name.value().contains("@") && from != Source.PULL && from != Source.LOCAL) {
        throw new IllegalArgumentException(
            "must have a \"name\" without a digest, which only images from a registry have");
      }
    }
    build.ifPresent(ImageBuild::dockerfileContent);
  }

  private static void require(boolean wanted, boolean given, String arg) {
    if (wanted != given) {
      throw new IllegalArgumentException(
          "must have \"" + arg + "\" with the source that it belongs to, and only then");
    }
  }

  /** Returns the image's own name with its tag. */
  String image() {
    return name.withTag(tag).value();
  }

  /** Returns the additional names with tags. */
  List<String> additionalNames() {
    return repository.stream()
        .map(other -> other.withTag(tag).value())
        .filter(other -> !other.equals(image()))
        .distinct()
        .toList();
  }

  List<String> names() {
    return Stream.concat(Stream.of(image()), additionalNames().stream()).toList();
  }

  /** Returns the base images of the build. */
  List<String> baseImages() {
    return build
        .filter(_ -> state == Presence.PRESENT)
        .map(how -> DockerfileParser.bases(how.dockerfileContent().utf8(), how.args()))
        .orElse(List.of());
  }

  /** Returns the names of all images to inspect. */
  List<String> inspectedNames() {
    LinkedHashSet<String> all = new LinkedHashSet<>(names());
    all.addAll(baseImages());
    return new ArrayList<>(all);
  }
}
