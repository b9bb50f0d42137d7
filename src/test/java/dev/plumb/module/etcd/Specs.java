package dev.plumb.module.etcd;

import dev.plumb.module.ClusterHarness;

/** Specs for tests, written as in a playbook. */
final class Specs {

  private static final ClusterHarness<EtcdSpec, HostState> HARNESS =
      ClusterHarness.of(new EtcdMemberModule());

  private Specs() {}

  static String yaml(int number) {
    return """
    name: node%d
    peer_urls: http://10.0.0.%d:2380
    client_urls: http://10.0.0.%d:2379
    data_dir: /var/lib/etcd/cluster
    token: ours
    """
        .formatted(number, number, number);
  }

  /** A member by its number, with more arguments. */
  static EtcdSpec spec(int number, String more) {
    return read(yaml(number) + more);
  }

  static EtcdSpec read(String yaml) {
    return HARNESS.read(yaml);
  }
}
