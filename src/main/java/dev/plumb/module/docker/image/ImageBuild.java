package dev.plumb.module.docker.image;

import dev.plumb.module.Arg;
import dev.plumb.value.Bytes;
import dev.plumb.value.Content;
import dev.plumb.value.FileTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The build of an image: the argument {@code build} of module {@code docker_image}. */
record ImageBuild(
    @Arg(
            doc =
                "The context: a directory on the control machine, searched like files of copy."
                    + " Files in its .dockerignore are excluded. Of the permissions, only the"
                    + " executable bit is kept.",
            example = "app",
            ignoreFile = ".dockerignore")
        Optional<FileTree> path,
    @Arg(
            doc = "The Dockerfile in the context, used as it is.",
            example = "Dockerfile.prod",
            defaultValue = "Dockerfile")
        String dockerfile,
    @Arg(
            doc =
                "A FreeMarker template that renders to the Dockerfile. Without \"path\", the"
                    + " Dockerfile is the whole context.",
            example = "app/Dockerfile.ftl",
            from = Arg.Source.TEMPLATE)
        Optional<Content> template,
    @Arg(
            doc =
                "Build arguments. docker reads them from its environment, and they are not shown."
                    + " But docker records arguments of the last stage in the image's history: use"
                    + " secrets only in an earlier stage.",
            example = "{VERSION: '1.2'}")
        Map<String, String> args,
    @Arg(doc = "The stage to build. Default: the last one.", example = "production")
        Optional<String> target,
    @Arg(doc = "The network of RUN instructions.", example = "host") Optional<String> network,
    @Arg(doc = "Labels of the image.", example = "{team: storage}") Map<String, String> labels,
    @Arg(
            doc = "Whether to build without docker's cache, when a build is needed.",
            example = "true",
            defaultValue = "false")
        boolean nocache,
    @Arg(
            doc = "Whether to pull newer base images first, when a build is needed.",
            example = "true",
            defaultValue = "false")
        boolean pull) {

  /** Variables with a meaning for docker itself or for the dynamic linker. */
  private static final String RESERVED = "PATH|HOME|DOCKER_.*|BUILDKIT_.*|LD_.*";

  ImageBuild {
    if (path.isEmpty() && template.isEmpty()) {
      throw new IllegalArgumentException("must have \"path\" or \"template\"");
    }
    for (String name : args.keySet()) {
      if (!name.matches("[A-Za-z_]\\w*") || name.matches(RESERVED)) {
        throw new IllegalArgumentException(
            "cannot have a build argument named \"%s\": build arguments are passed in docker's environment, where this name is invalid or reserved"
                .formatted(name));
      }
    }
  }

  /** Returns the name of the Dockerfile in the archive. */
  String dockerfileName() {
    return template.isPresent() ? "Dockerfile" : dockerfile.replaceFirst("^(\\./)+", "");
  }

  /**
   * Returns the Dockerfile's text.
   *
   * @throws IllegalArgumentException if there is none
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
                    "must have a Dockerfile, but there is no file \"%s\" in %s, or its .dockerignore excludes it"
                        .formatted(dockerfileName(), path.get())));
  }

  private static Bytes inline(Content content) {
    return switch (content) {
      case Content.Inline(Bytes bytes) -> bytes;
      case Content.LocalFile file ->
          throw new IllegalArgumentException(
              "must have a Dockerfile of less than 64 KiB that is at most one directory deep in the"
                  + " context, but was given "
                  + file);
    };
  }

  /** Returns the context without the Dockerfile. */
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
   * Returns the archive to send. The Dockerfile comes last: docker does not notice a truncated
   * stream, but builds nothing without a Dockerfile.
   */
  FileTree archive() {
    FileTree context = context();
    List<FileTree.Entry> entries = new ArrayList<>(context.entries());
    entries.add(
        new FileTree.Entry.File(dockerfileName(), new Content.Inline(dockerfileContent()), false));
    return new FileTree(context.name(), entries);
  }
}
