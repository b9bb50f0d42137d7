package dev.plumb.module.link;

import dev.plumb.json.JsonReader;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The state of a network namespace. */
sealed interface NamespaceState {

  /** The host has no program ip. */
  record NotInstalled() implements NamespaceState {}

  /** The namespace does not exist. */
  record NoNamespace() implements NamespaceState {}

  /** The links of the namespace by name. */
  record Present(Map<String, NetworkLink> links) implements NamespaceState {
    public Present {
      links = Map.copyOf(links);
    }

    Optional<NetworkLink> link(LinkName name) {
      return Optional.ofNullable(links.get(name.value()));
    }

    Present with(NetworkLink link) {
      Map<String, NetworkLink> all = new LinkedHashMap<>(links);
      all.put(link.name(), link);
      return new Present(all);
    }

    Present without(LinkName name) {
      Map<String, NetworkLink> all = new LinkedHashMap<>(links);
      all.remove(name.value());
      return new Present(all);
    }
  }

  /** Probes the namespace; equal for all tasks of a namespace, so that it is sent once. */
  static Probe<NamespaceState> probe(Optional<LinkName> namespace) {
    Command ask = IpCommand.in(namespace, "-j -d addr show").command();
    return Probe.of(ask, NamespaceState::parse);
  }

  private static Reading<NamespaceState> parse(Exec.Exited ended) {
    if (ended.status() == 127) {
      return Reading.of(new NotInstalled());
    }
    if (ended.err().startsWith("Cannot open network namespace")
        && ended.err().contains("No such file")) {
      return Reading.of(new NoNamespace());
    }
    Map<String, NetworkLink> links = new LinkedHashMap<>();
    if (!ended.succeeded()
        || !(JsonReader.read(ended.out()).orElse(null) instanceof Value.Items all)) {
      return Reading.unreadable(
          "The links could not be read; ip ended with status "
              + ended.status()
              + ":\n    "
              + ended.err().strip());
    }
    for (Value item : all.list()) {
      if (item instanceof Value.Entries entry && entry.get("ifname").isPresent()) {
        NetworkLink link = NetworkLink.of(entry);
        links.put(link.name(), link);
      }
    }
    return Reading.of(new Present(links));
  }
}
