package dev.plumb.module.docker.network;

import dev.plumb.host.docker.DockerInspection;
import dev.plumb.host.text.JsonView;
import dev.plumb.module.docker.network.NetworkSpec.NetworkName;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The state of a network on a host. */
sealed interface NetworkState {

  /** Docker is missing or stopped. */
  record Unavailable(DockerInspection why) implements NetworkState {}

  /**
   * The network does not exist.
   *
   * @param hasStore whether docker has a cluster store, for networks shared by hosts
   */
  record Missing(boolean hasStore) implements NetworkState {}

  /**
   * @param scope {@code local}, {@code global} or {@code swarm}
   * @param users the containers that use it, as known to this host
   */
  record Existing(
      String id,
      String scope,
      String driver,
      Map<String, String> options,
      String ipamDriver,
      Map<String, String> ipamOptions,
      List<IpamBlock> blocks,
      boolean internal,
      boolean attachable,
      boolean ipv6,
      Map<String, String> labels,
      List<String> users)
      implements NetworkState {

    boolean isLocal() {
      return scope.equals("local");
    }
  }

  /** Several networks have this name, which docker allows. */
  record Ambiguous(List<String> ids) implements NetworkState {}

  /** Docker's filter matches substrings of names; {@link #read} selects the exact name. */
  static Probe<NetworkState> probe(NetworkName name) {
    return Probe.of(
        Command.shell(
            """
            # docker network inspect
            %susers=$(timeout 20 docker ps --all --filter "network=$1" --format '{{.Names}}') || exit 1
            timeout 20 docker info --format '{{json .}}' || exit 1
            echo $users
            ids=$(timeout 20 docker network ls --no-trunc --quiet --filter "name=$1") || exit 1
            [ -z "$ids" ] || timeout 20 docker network inspect $ids
            """
                .formatted(DockerInspection.FAIL_IF_STOPPED),
            name.value()),
        ended -> read(name, ended));
  }

  private static Reading<NetworkState> read(NetworkName name, Exec.Exited ended) {
    Optional<DockerInspection> unavailability = DockerInspection.unavailability(ended);
    if (unavailability.isPresent()) {
      return Reading.of(new Unavailable(unavailability.get()));
    }
    String[] parts = ended.out().split("\n", 3);
    Optional<JsonView> info =
        JsonView.parseObject(parts[0]).filter(shown -> !shown.text("ServerVersion").isEmpty());
    Optional<List<JsonView>> all =
        parts.length < 3
            ? Optional.empty()
            : parts[2].isBlank() ? Optional.of(List.of()) : JsonView.parseList(parts[2]);
    if (!ended.succeeded() || info.isEmpty() || all.isEmpty()) {
      String said = ended.err().isBlank() ? ended.out() : ended.err();
      return Reading.unreadable(
          "docker could not be queried for the network %s. It reported:\n    %s"
              .formatted(name, said.strip()));
    }
    List<JsonView> named =
        all.get().stream().filter(one -> one.text("Name").equals(name.value())).toList();
    return Reading.of(
        switch (named.size()) {
          case 0 -> new Missing(!info.get().text("ClusterStore").isEmpty());
          case 1 -> found(named.getFirst(), parts[1]);
          default -> new Ambiguous(named.stream().map(one -> one.text("Id")).toList());
        });
  }

  /**
   * @param users containers of this host that are connected to it, running or not
   */
  private static Existing found(JsonView network, String users) {
    JsonView ipam = network.object("IPAM");
    return new Existing(
        network.text("Id"),
        network.text("Scope"),
        network.text("Driver"),
        network.map("Options"),
        ipam.text("Driver"),
        ipam.map("Options"),
        ipam.objects("Config").stream().map(IpamBlock::fromInspect).toList(),
        network.isTrue("Internal"),
        network.isTrue("Attachable"),
        network.isTrue("EnableIPv6"),
        network.map("Labels"),
        // For a shared network, docker lists the running containers of all hosts.
        Stream.concat(
                Stream.of(users.strip().split(" +")),
                network.object("Containers").json().map().keySet().stream()
                    .map(id -> network.object("Containers").object(id).text("Name")))
            .filter(user -> !user.isEmpty())
            .distinct()
            .sorted()
            .toList());
  }
}
