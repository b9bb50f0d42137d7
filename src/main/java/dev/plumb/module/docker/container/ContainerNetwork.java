package dev.plumb.module.docker.container;

import dev.plumb.module.Arg;
import java.util.List;
import java.util.Optional;

/** A container's connection to a network: an element of the argument {@code networks}. */
record ContainerNetwork(
    @Arg(doc = "The name of the network.", example = "calico") String name,
    @Arg(doc = "A fixed address in the network.", example = "192.0.2.100")
        Optional<String> ipv4Address,
    @Arg(doc = "Additional names of the container in the network.", example = "[notebook]")
        List<String> aliases) {

  ContainerNetwork {
    if (ipv4Address.isPresent() && !ipv4Address.get().matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      throw new IllegalArgumentException(
          "must have an \"ipv4_address\" such as \"192.0.2.100\", but was given \"%s\""
              .formatted(ipv4Address.get()));
    }
  }
}
