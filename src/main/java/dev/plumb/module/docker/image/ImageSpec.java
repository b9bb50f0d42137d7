package dev.plumb.module.docker.image;

import dev.plumb.module.Arg;
import dev.plumb.module.docker.ImageName;
import dev.plumb.value.RemotePath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What module {@code docker_image} is asked for. */
record ImageSpec(
    @Arg(doc = "The image's name. It may hold the tag.", example = "app") ImageName name,
    @Arg(doc = "The tag, when the name has none.", example = "'1.2'", defaultValue = "latest")
        String tag,
    @Arg(
            doc = "present: it is there. absent: none of its names is.",
            example = "present",
            defaultValue = "present")
        State state,
    @Arg(
            doc =
                "Where it comes from. build, import and load happen on one host, and the others get"
                    + " the same image from there; pull happens on each; local only looks.",
            example = "build")
        Optional<Source> source,
    @Arg(doc = "How it is built, for source: build.", example = "{path: app}")
        Optional<ImageBuild> build,
    @Arg(
            doc =
                "For source: import. A tar file on the host, or a folder there that is a root file"
                    + " system; of a folder nothing is taken that is mounted in it. Imported once:"
                    + " again only when these arguments change.",
            example = "/srv/rootfs.tar")
        Optional<RemotePath> importPath,
    @Arg(
            doc = "Paths below the folder to leave out, with wildcards.",
            example = "[/root/.ssh, '/var/log/*']")
        List<String> importExclude,
    @Arg(
            doc = "Dockerfile instructions to apply to the import.",
            example = "['CMD [\"/bin/bash\"]']")
        List<String> importChanges,
    @Arg(
            doc = "For source: load. A file on the host that docker save wrote, with this image.",
            example = "/srv/app.tar")
        Optional<RemotePath> loadPath,
    @Arg(
            doc = "More names that the image has. They are moved when another image has them.",
            example = "[app:stable, registry:5000/app:1.2]",
            aliases = "tags")
        List<ImageName> repository,
    @Arg(
            doc = "For state: absent. Whether it goes though stopped containers use it.",
            example = "true",
            defaultValue = "false")
        boolean forceAbsent) {

  /** Whether it is to be there. */
  enum State {
    PRESENT,
    ABSENT
  }

  /** Where an image comes from. */
  enum Source {
    BUILD,
    PULL,
    IMPORT,
    LOAD,
    LOCAL
  }

  ImageSpec {
    if (state == State.PRESENT) {
      Source from =
          source.orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "needs \"source\": build, pull, import, load or local"));
      require(from == Source.BUILD, build.isPresent(), "build");
      require(from == Source.IMPORT, importPath.isPresent(), "import_path");
      require(from == Source.LOAD, loadPath.isPresent(), "load_path");
      if (name.value().contains("@") && from != Source.PULL && from != Source.LOCAL) {
        throw new IllegalArgumentException(
            "needs a name without a digest, which only an image of a registry has");
      }
    }
    build.ifPresent(ImageBuild::dockerfileContent);
  }

  private static void require(boolean wanted, boolean given, String arg) {
    if (wanted != given) {
      throw new IllegalArgumentException(
          "needs \"" + arg + "\" with the source that it is for, and with no other");
    }
  }

  /** The image's own name with its tag. */
  String image() {
    return name.withTag(tag).value();
  }

  /** The further names, each with a tag. */
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

  /** The images that it is built from. */
  List<String> baseImages() {
    return build
        .filter(_ -> state == State.PRESENT)
        .map(how -> DockerfileParser.bases(how.dockerfileContent().utf8(), how.args()))
        .orElse(List.of());
  }

  /** All that is looked at. */
  List<String> inspectedNames() {
    LinkedHashSet<String> all = new LinkedHashSet<>(names());
    all.addAll(baseImages());
    return new ArrayList<>(all);
  }
}
