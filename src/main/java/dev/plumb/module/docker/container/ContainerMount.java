package dev.plumb.module.docker.container;

import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;
import java.util.Optional;

/** A mount: an element of the argument {@code mounts}. */
record ContainerMount(
    @Arg(doc = "The path in the container.", example = "/data") RemotePath target,
    @Arg(doc = "A path on the host (bind) or the name of a volume.", example = "/srv/data")
        Optional<String> source,
    @Arg(doc = "The type: bind, volume or tmpfs.", example = "bind", defaultValue = "volume")
        Type type,
    @Arg(doc = "Whether the mount is read-only.", example = "true", defaultValue = "false")
        boolean readOnly) {

  enum Type {
    BIND,
    VOLUME,
    TMPFS
  }

  ContainerMount {
    if (type == Type.BIND && source.isEmpty()) {
      throw new IllegalArgumentException("must have a \"source\" for a bind");
    }
  }
}
