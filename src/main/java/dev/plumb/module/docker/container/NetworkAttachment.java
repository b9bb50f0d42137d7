package dev.plumb.module.docker.container;

import dev.plumb.module.Arg;
import java.util.List;
import java.util.Optional;

/** A network that a container is in: one of the argument {@code networks}. */
record NetworkAttachment(
    @Arg(doc = "The network's name.", example = "calico") String name,
    @Arg(doc = "The container's address in it.", example = "192.0.2.100")
        Optional<String> ipv4Address,
    @Arg(doc = "Names that the container has in it, beside its own.", example = "[notebook]")
        List<String> aliases) {

  NetworkAttachment {
    if (ipv4Address.isPresent() && !ipv4Address.get().matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      throw new IllegalArgumentException(
          "needs an \"ipv4_address\" such as \"192.0.2.100\", but was given \""
              + ipv4Address.get()
              + "\"");
    }
  }
}
