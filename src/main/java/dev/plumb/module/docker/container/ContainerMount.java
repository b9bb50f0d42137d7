package dev.plumb.module.docker.container;

import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;
import java.util.Optional;

/** One of the argument {@code mounts}. */
record ContainerMount(
    @Arg(doc = "Where it is within the container.", example = "/data") RemotePath target,
    @Arg(
            doc = "A path on the host for a bind, a volume's name for a volume.",
            example = "/srv/data")
        Optional<String> source,
    @Arg(doc = "What is mounted.", example = "bind", defaultValue = "volume") Type type,
    @Arg(doc = "Whether the container may only read it.", example = "true", defaultValue = "false")
        boolean readOnly) {

  /** What is mounted. */
  enum Type {
    BIND,
    VOLUME,
    TMPFS
  }

  ContainerMount {
    if (type == Type.BIND && source.isEmpty()) {
      throw new IllegalArgumentException("needs a \"source\" for a bind");
    }
  }
}
