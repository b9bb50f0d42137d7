package dev.plumb.lab;

import static dev.plumb.lab.LabHosts.shows;

import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Real etcd, with a client that writes all the time; {@code lab/accept-etcd} has more of it. On a
 * busy machine the client may wait long.
 */
@OnTheLab
class EtcdLabTest {

  @Test
  void keepsAClusterThroughALostDiskAndALostQuorum() {
    shows(Map.of("LONGEST_GAP", "20"), "accept-etcd", "wiped", "lost");
  }
}
