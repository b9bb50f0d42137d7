package dev.plumb.lab;

import static dev.plumb.lab.LabHosts.shows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The network between containers. What takes longer is in {@code lab/accept-network} and left out
 * here: reboot, unreachable, weave; its drift runs with the long ones.
 */
@OnTheLab
class CalicoLabTest {

  @Test
  @Tag("long")
  void repairsDrift() {
    shows("accept-network", "drift");
  }

  @ParameterizedTest
  @ValueSource(strings = {"calico", "stand_ins"})
  void holds(String part) {
    shows("accept-network", part);
  }
}
