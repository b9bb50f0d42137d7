package dev.plumb.lab;

import static dev.plumb.lab.LabHosts.shows;

import org.junit.jupiter.api.Test;

/** Real etcd, with a client that writes all the time. The long form is {@code lab/accept-etcd}. */
@OnTheLab
class EtcdLabTest {

  @Test
  void keepsAClusterThroughALostDiskAndALostQuorum() {
    shows("accept-etcd", "wiped", "lost");
  }
}
