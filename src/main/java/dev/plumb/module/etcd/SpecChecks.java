package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.value.HostName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Checks for specs that no cluster should have, whatever its state. */
final class SpecChecks {

  private static final int MAX_MEMBERS = 7;

  private SpecChecks() {}

  static Optional<ClusterPlan<HostState>> check(ClusterView view) {
    return noMember(view)
        .or(() -> memberCount(view))
        .or(() -> duplicates(view))
        .or(() -> differentTokens(view))
        .or(() -> localUrls(view))
        .or(() -> versionConflicts(view));
  }

  private static Optional<ClusterPlan<HostState>> noMember(ClusterView view) {
    return view.wantedNames().isEmpty() && !MemberRemoval.isDissolution(view)
        ? Refusals.refused(
            "Cluster would have no member",
            """
            Every host has "state: absent". Removing the last member dissolves the cluster, and its data is no \
            longer served. If that is intended, set on all hosts:
                allow_none: true\
            """)
        : Optional.empty();
  }

  private static Optional<ClusterPlan<HostState>> memberCount(ClusterView view) {
    Set<String> names = view.wantedNames();
    boolean allowed = view.specs().values().stream().anyMatch(EtcdSpec::allowEven);
    if (names.size() > MAX_MEMBERS) {
      return Refusals.refused(
          "Too many members",
          ("%d members are specified: %s. More than %d slow down every write without a"
                  + " useful gain in fault tolerance.")
              .formatted(names.size(), String.join(", ", names), MAX_MEMBERS));
    }
    return names.size() % 2 == 0 && !names.isEmpty() && !allowed
        ? Refusals.refused(
            "Even number of members",
            """
            %d members are specified: %s. They tolerate no more failures than %d, while one more member can fail. \
            Specify one less or one more, or set "allow_even: true".\
            """
                .formatted(names.size(), String.join(", ", names), names.size() - 1))
        : Optional.empty();
  }

  private static Optional<ClusterPlan<HostState>> duplicates(ClusterView view) {
    Map<String, HostName> seen = new HashMap<>();
    for (Map.Entry<HostName, EtcdSpec> one : view.specs().entrySet()) {
      EtcdSpec spec = one.getValue();
      if (!spec.present()) {
        continue;
      }
      List<String> own =
          Stream.of(
                  Stream.of("the name " + spec.name()),
                  spec.peerUrls().stream().map(url -> "the URL " + url),
                  spec.clientUrls().stream().map(url -> "the URL " + url))
              .flatMap(s -> s)
              .toList();
      for (String thing : own) {
        HostName other = seen.putIfAbsent(thing, one.getKey());
        if (other != null) {
          return Refusals.refused(
              "Duplicate members",
              "%s and %s both have %s, which makes etcd fail. Give each member distinct values."
                  .formatted(other, one.getKey(), thing));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<ClusterPlan<HostState>> differentTokens(ClusterView view) {
    Set<String> tokens = new TreeSet<>();
    view.specs().values().forEach(spec -> tokens.add(spec.token()));
    return tokens.size() > 1
        ? Refusals.refused(
            "Different cluster tokens",
            ("The hosts of this task have the tokens %s. All hosts of a cluster need the"
                    + " same token; manage separate clusters in separate plays.")
                .formatted(String.join(", ", tokens)))
        : Optional.empty();
  }

  private static Optional<ClusterPlan<HostState>> localUrls(ClusterView view) {
    for (Map.Entry<HostName, EtcdSpec> one : view.specs().entrySet()) {
      EtcdSpec spec = one.getValue();
      Optional<MemberUrl> local =
          Stream.concat(spec.peerUrls().stream(), spec.clientUrls().stream())
              .filter(MemberUrl::isLocal)
              .findFirst();
      if (spec.present() && local.isPresent()) {
        return Refusals.refused(
            "URL that other hosts cannot reach",
            """
            %s of %s refers to a different host on every host. Set the address at which the others reach it; listen \
            addresses belong in "listen_peer_urls" and "listen_client_urls".\
            """
                .formatted(local.get(), one.getKey()));
      }
    }
    return Optional.empty();
  }

  private static Optional<ClusterPlan<HostState>> versionConflicts(ClusterView view) {
    Map<HostName, EtcdVersion> versions = new HashMap<>();
    for (HostName host : view.wanted()) {
      view.state(host).version().ifPresent(version -> versions.put(host, version));
      if (view.spec(host).enableV2()
          && view.state(host).version().filter(v -> v.atLeast(3, 6)).isPresent()) {
        return Refusals.failed(
            "etcd has no v2 API",
            ("%s has etcd %s, but etcd 3.6 removed the v2 API, so \"enable_v2: true\" is"
                    + " impossible. Install 3.5 or older, or remove the argument.")
                .formatted(host, versions.get(host)));
      }
    }
    return versions.values().stream().mapToInt(EtcdVersion::major).distinct().count() > 1
        ? Refusals.refused(
            "Mixed major versions",
            ("The hosts have different major versions of etcd: %s. They cannot form one"
                    + " cluster. Install the same version on all hosts.")
                .formatted(new TreeMap<>(versions)))
        : Optional.empty();
  }
}
