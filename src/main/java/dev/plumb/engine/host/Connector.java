package dev.plumb.engine.host;

import dev.plumb.remote.RemoteHost;
import dev.plumb.remote.Target;

/** Creates the {@link RemoteHost} of a target, which connects on its first request. */
@FunctionalInterface
public interface Connector {
  RemoteHost to(Target target);
}
