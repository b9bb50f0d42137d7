package dev.plumb.module.docker;

import dev.plumb.module.docker.DockerNetworkSpec.NetworkName;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be found of a network on a host. */
sealed interface DockerNetworkState {

  /** No dockerd runs that could be asked. */
  record NoDocker() implements DockerNetworkState {}

  /**
   * dockerd answers, and has no such network.
   *
   * @param hasStore whether it could have one together with other hosts
   */
  record Missing(boolean hasStore) implements DockerNetworkState {}

  /**
   * @param scope {@code local}, {@code global} or {@code swarm}
   * @param users the containers that use it, as far as this host knows
   */
  record Found(
      String id,
      String scope,
      String driver,
      Map<String, String> options,
      String ipamDriver,
      Map<String, String> ipamOptions,
      List<DockerNetworkBlock> blocks,
      boolean internal,
      boolean attachable,
      boolean ipv6,
      Map<String, String> labels,
      List<String> users)
      implements DockerNetworkState {

    boolean isLocal() {
      return scope.equals("local");
    }
  }

  /** Several networks of this name: docker takes that, and nobody can say which is meant. */
  record Ambiguous(List<String> ids) implements DockerNetworkState {}

  /** The filter finds all that contain the name; which one it is, is for the reader. */
  static Probe<DockerNetworkState> probe(NetworkName name) {
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
                .formatted(DockerLook.UNLESS_STOPPED),
            name.value()),
        ended -> read(name, ended));
  }

  private static Reading<DockerNetworkState> read(NetworkName name, Exec.Exited ended) {
    if (DockerLook.silence(ended).isPresent()) {
      return Reading.of(new NoDocker());
    }
    String[] parts = ended.out().split("\n", 3);
    Optional<Inspected> info =
        Inspected.one(parts[0]).filter(shown -> !shown.text("ServerVersion").isEmpty());
    Optional<List<Inspected>> all =
        parts.length < 3
            ? Optional.empty()
            : parts[2].isBlank() ? Optional.of(List.of()) : Inspected.list(parts[2]);
    if (!ended.succeeded() || info.isEmpty() || all.isEmpty()) {
      String said = ended.err().isBlank() ? ended.out() : ended.err();
      return Reading.unreadable(
          "docker could not be asked for the network %s. It said:\n    %s"
              .formatted(name, said.strip()));
    }
    List<Inspected> named =
        all.get().stream().filter(one -> one.text("Name").equals(name.value())).toList();
    return Reading.of(
        switch (named.size()) {
          case 0 -> new Missing(!info.get().text("ClusterStore").isEmpty());
          case 1 -> found(named.getFirst(), parts[1]);
          default -> new Ambiguous(named.stream().map(one -> one.text("Id")).toList());
        });
  }

  /**
   * @param users containers of this host that are set up for it, running or not
   */
  private static Found found(Inspected network, String users) {
    Inspected ipam = network.in("IPAM");
    return new Found(
        network.text("Id"),
        network.text("Scope"),
        network.text("Driver"),
        network.map("Options"),
        ipam.text("Driver"),
        ipam.map("Options"),
        ipam.objects("Config").stream().map(DockerNetworkBlock::found).toList(),
        network.flag("Internal"),
        network.flag("Attachable"),
        network.flag("EnableIPv6"),
        network.map("Labels"),
        // Of a network that hosts share, docker shows the running containers of all of them.
        Stream.concat(
                Stream.of(users.strip().split(" +")),
                network.in("Containers").json().map().keySet().stream()
                    .map(id -> network.in("Containers").in(id).text("Name")))
            .filter(user -> !user.isEmpty())
            .distinct()
            .sorted()
            .toList());
  }
}
