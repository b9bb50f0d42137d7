package dev.plumb.module.docker;

import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;
import java.util.Optional;

/** One of the argument {@code mounts}. */
record DockerContainerMount(
    @Arg(doc = "Where it is within the container.", example = "/data") RemotePath target,
    @Arg(
            doc = "A path on the host for a bind, a volume's name for a volume.",
            example = "/srv/data")
        Optional<String> source,
    @Arg(doc = "What is mounted.", example = "bind", byDefault = "volume") Type type,
    @Arg(doc = "Whether the container may only read it.", example = "true", byDefault = "false")
        boolean readOnly) {

  /** What is mounted. */
  enum Type {
    BIND,
    VOLUME,
    TMPFS
  }

  DockerContainerMount {
    if (type == Type.BIND && source.isEmpty()) {
      throw new IllegalArgumentException("needs a \"source\" for a bind");
    }
  }
}
