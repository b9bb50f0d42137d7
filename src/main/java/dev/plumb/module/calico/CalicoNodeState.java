package dev.plumb.module.calico;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is found of calico/node on a host. */
sealed interface CalicoNodeState {

  /**
   * Docker does not answer.
   *
   * @param installed whether there is a docker at all
   */
  record NoDocker(boolean installed, String why) implements CalicoNodeState {}

  /**
   * Docker answers.
   *
   * @param hostname the host's own name
   * @param calicoctl whether the program is there
   * @param image the id of the image by the name asked for; empty when docker does not have it
   * @param sockets the docker plugins that somebody listens for
   * @param processes those of Calico's own that run
   * @param config what the file says that takes the place of calicoctl's environment
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
   * @param image its image's name as given when it was started
   * @param imageId that image's id
   * @param environment without what the image itself sets
   * @param mounts as {@code FROM:TO}
   * @param restart the name of its restart policy
   * @param seconds since it was started
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

  /** What calicoctl's configuration file says of its datastore, by the file's own keys. */
  record CalicoctlConfig(Map<String, String> spec) {}

  /** Whether Calico's datastore knows the node. */
  sealed interface Registration {

    record Unregistered() implements Registration {}

    /** Addresses without the length of their network. */
    record Registered(String ip, String ip6, String as) implements Registration {}

    /** It could not be asked. */
    record Unknown(String why) implements Registration {}
  }
}
