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

/** What no cluster should be asked to be, whatever is found. */
final class SpecChecks {

  private static final int MAX_MEMBERS = 7;

  private SpecChecks() {}

  static Optional<ClusterPlan<HostState>> check(ClusterView picture) {
    return noMember(picture)
        .or(() -> memberCount(picture))
        .or(() -> duplicates(picture))
        .or(() -> differentTokens(picture))
        .or(() -> localUrls(picture))
        .or(() -> versionConflicts(picture));
  }

  private static Optional<ClusterPlan<HostState>> noMember(ClusterView picture) {
    return picture.wantedNames().isEmpty() && !Dissolution.isRequested(picture)
        ? Refusals.refused(
            "Cluster would have no member",
            """
            Every host has "state: absent". Taking the last member away ends the cluster, and nobody serves any more \
            what it holds. If that is meant, say on all hosts:
                allow_none: true""")
        : Optional.empty();
  }

  private static Optional<ClusterPlan<HostState>> memberCount(ClusterView picture) {
    Set<String> names = picture.wantedNames();
    boolean allowed = picture.specs().values().stream().anyMatch(EtcdSpec::allowEven);
    if (names.size() > MAX_MEMBERS) {
      return Refusals.refused(
          "Too many members",
          "%d members are asked for: %s. More than %d make every write slower and bear no more losses that matter."
              .formatted(names.size(), String.join(", ", names), MAX_MEMBERS));
    }
    return names.size() % 2 == 0 && !names.isEmpty() && !allowed
        ? Refusals.refused(
            "Even number of members",
            """
            %d members are asked for: %s. They bear no more losses than %d do, and one more member can fail. \
            Ask for one less or one more, or say "allow_even: true"."""
                .formatted(names.size(), String.join(", ", names), names.size() - 1))
        : Optional.empty();
  }

  private static Optional<ClusterPlan<HostState>> duplicates(ClusterView picture) {
    Map<String, HostName> seen = new HashMap<>();
    for (Map.Entry<HostName, EtcdSpec> one : picture.specs().entrySet()) {
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
              "Two members are the same",
              "%s and %s both have %s. etcd itself breaks down on that. Give each its own."
                  .formatted(other, one.getKey(), thing));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<ClusterPlan<HostState>> differentTokens(ClusterView picture) {
    Set<String> tokens = new TreeSet<>();
    picture.specs().values().forEach(spec -> tokens.add(spec.token()));
    return tokens.size() > 1
        ? Refusals.refused(
            "Several cluster tokens",
            "The hosts of this task have the tokens %s. Hosts of one cluster have one; hosts of two belong into two plays."
                .formatted(String.join(", ", tokens)))
        : Optional.empty();
  }

  private static Optional<ClusterPlan<HostState>> localUrls(ClusterView picture) {
    for (Map.Entry<HostName, EtcdSpec> one : picture.specs().entrySet()) {
      EtcdSpec spec = one.getValue();
      Optional<MemberUrl> local =
          Stream.concat(spec.peerUrls().stream(), spec.clientUrls().stream())
              .filter(MemberUrl::isLocal)
              .findFirst();
      if (spec.present() && local.isPresent()) {
        return Refusals.refused(
            "URL that other hosts cannot reach",
            """
            %s of %s means another host to each host that asks for it. Give the address that the others reach it \
            under; where it listens is "listen_peer_urls" and "listen_client_urls"."""
                .formatted(local.get(), one.getKey()));
      }
    }
    return Optional.empty();
  }

  private static Optional<ClusterPlan<HostState>> versionConflicts(ClusterView picture) {
    Map<HostName, EtcdVersion> versions = new HashMap<>();
    for (HostName host : picture.wanted()) {
      picture.state(host).version().ifPresent(version -> versions.put(host, version));
      if (picture.spec(host).enableV2()
          && picture.state(host).version().filter(v -> v.atLeast(3, 6)).isPresent()) {
        return Refusals.failed(
            "etcd has no v2 API",
            "%s has etcd %s. The v2 API went with 3.6, so \"enable_v2: true\" cannot be kept. Install 3.5 or older, or leave it out."
                .formatted(host, versions.get(host)));
      }
    }
    return versions.values().stream().mapToInt(EtcdVersion::major).distinct().count() > 1
        ? Refusals.refused(
            "Mixed major versions",
            "The hosts have etcd of different major versions: %s. Members of both cannot be in one cluster. Install the same on all."
                .formatted(new TreeMap<>(versions)))
        : Optional.empty();
  }
}
