package dev.plumb.module.calico;

import dev.plumb.host.docker.DockerInspection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The state of calico/node on a host. */
sealed interface CalicoNodeState {

  /** Docker is missing or stopped. */
  record DockerUnavailable(DockerInspection why) implements CalicoNodeState {}

  /**
   * Docker answers.
   *
   * @param hostname the host's own name
   * @param calicoctl whether the program exists
   * @param image the id of the declared image; empty if docker does not have it
   * @param sockets the docker plugins whose sockets have a listener
   * @param processes the running processes of Calico
   * @param config calicoctl's configuration file, which overrides its environment
   */
  record Snapshot(
      String hostname,
      boolean calicoctl,
      Optional<String> image,
      Optional<Container> container,
      Set<String> sockets,
      Set<String> processes,
      Optional<CalicoctlConfig> config,
      Registration registration)
      implements CalicoNodeState {}

  /**
   * The container calico-node.
   *
   * @param image the name of its image when it was started
   * @param imageId the id of its image
   * @param environment without the variables of the image
   * @param mounts as {@code FROM:TO}
   * @param restart the name of its restart policy
   * @param seconds the time since it was started
   */
  record Container(
      boolean running,
      String image,
      String imageId,
      Map<String, String> environment,
      Set<String> mounts,
      String restart,
      String network,
      boolean privileged,
      long seconds) {}

  /** The datastore in calicoctl's configuration file, by the file's own keys. */
  record CalicoctlConfig(Map<String, String> spec) {}

  /** Whether Calico's datastore has the node. */
  sealed interface Registration {
    record Unregistered() implements Registration {}

    /** Addresses have no prefix length. */
    record Registered(String ip, String ip6, String as) implements Registration {}

    /** The datastore could not be queried. */
    record Unknown(String why) implements Registration {}
  }
}
