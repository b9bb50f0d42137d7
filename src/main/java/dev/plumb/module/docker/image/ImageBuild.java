package dev.plumb.module.docker.image;

import dev.plumb.module.Arg;
import dev.plumb.value.Bytes;
import dev.plumb.value.Content;
import dev.plumb.value.FileTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How an image is built: the argument {@code build} of module {@code docker_image}. */
record ImageBuild(
    @Arg(
            doc =
                "The context: a folder on this machine, looked for where files are. What its"
                    + " .dockerignore names is left out. Permissions are not kept, but for"
                    + " whether a file is executable.",
            example = "app",
            ignoreFile = ".dockerignore")
        Optional<FileTree> path,
    @Arg(
            doc = "The Dockerfile within the context, taken as it is.",
            example = "Dockerfile.prod",
            defaultValue = "Dockerfile")
        String dockerfile,
    @Arg(
            doc =
                "A FreeMarker template that renders to the Dockerfile, in place of one in the"
                    + " context. Without \"path\" the context is empty but for it.",
            example = "app/Dockerfile.ftl",
            from = Arg.Source.TEMPLATE)
        Optional<Content> template,
    @Arg(
            doc =
                "Build arguments. They go to docker by its environment and are not shown. But"
                    + " docker itself keeps those that a RUN of the last stage could use in the"
                    + " image's history: secrets are safe only in an earlier stage.",
            example = "{VERSION: '1.2'}")
        Map<String, String> args,
    @Arg(doc = "The stage to build, of a Dockerfile with several.", example = "production")
        Optional<String> target,
    @Arg(doc = "The network that RUN has.", example = "host") Optional<String> network,
    @Arg(doc = "Labels that the image gets.", example = "{team: storage}")
        Map<String, String> labels,
    @Arg(
            doc = "Whether a build that is needed begins anew, without docker's cache.",
            example = "true",
            defaultValue = "false")
        boolean nocache,
    @Arg(
            doc = "Whether a build that is needed asks the registry for newer bases first.",
            example = "true",
            defaultValue = "false")
        boolean pull) {

  /** What would mean something else to docker itself, or to the system's loader. */
  private static final String NOT_FREE = "PATH|HOME|DOCKER_.*|BUILDKIT_.*|LD_.*";

  ImageBuild {
    if (path.isEmpty() && template.isEmpty()) {
      throw new IllegalArgumentException("needs \"path\" or \"template\"");
    }
    for (String name : args.keySet()) {
      if (!name.matches("[A-Za-z_]\\w*") || name.matches(NOT_FREE)) {
        throw new IllegalArgumentException(
            "cannot take a build argument of the name \""
                + name
                + "\": it goes through docker's own environment, where that is no name or has a"
                + " meaning");
      }
    }
  }

  /** The name of the Dockerfile in what is sent. */
  String dockerfileName() {
    return template.isPresent() ? "Dockerfile" : dockerfile.replaceFirst("^(\\./)+", "");
  }

  /**
   * The Dockerfile's text.
   *
   * @throws IllegalArgumentException when there is none, with a sentence that begins with "needs"
   */
  Bytes dockerfileContent() {
    if (template.isPresent()) {
      return inline(template.get());
    }
    return path.orElseThrow().entries().stream()
        .filter(entry -> entry.path().equals(dockerfileName()))
        .filter(FileTree.Entry.File.class::isInstance)
        .map(entry -> inline(((FileTree.Entry.File) entry).content()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "needs a Dockerfile, but there is no file \""
                        + dockerfileName()
                        + "\" in "
                        + path.get()
                        + ", or its .dockerignore leaves it out"));
  }

  private static Bytes inline(Content content) {
    return switch (content) {
      case Content.Inline(Bytes bytes) -> bytes;
      case Content.LocalFile file ->
          throw new IllegalArgumentException(
              "needs a Dockerfile of less than 64 KiB that is not more than one folder deep in the"
                  + " context, but was given "
                  + file);
    };
  }

  /** What is built from, without the Dockerfile. */
  FileTree context() {
    return path.map(
            tree ->
                new FileTree(
                    tree.name(),
                    tree.entries().stream()
                        .filter(entry -> !entry.path().equals(dockerfileName()))
                        .toList()))
        .orElse(new FileTree("(empty)", List.of()));
  }

  /**
   * What is sent. The Dockerfile comes last: docker takes a stream that was cut for a whole one,
   * and without a Dockerfile it builds nothing from it.
   */
  FileTree archive() {
    FileTree context = context();
    List<FileTree.Entry> entries = new ArrayList<>(context.entries());
    entries.add(
        new FileTree.Entry.File(dockerfileName(), new Content.Inline(dockerfileContent()), false));
    return new FileTree(context.name(), entries);
  }
}
