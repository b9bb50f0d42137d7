package dev.plumb.engine.host;

import dev.plumb.remote.RemoteHost;
import dev.plumb.remote.Target;

/** Makes the way to a host. Opens nothing yet: a {@link RemoteHost} connects when first sent to. */
@FunctionalInterface
public interface Connector {
  RemoteHost to(Target target);
}
