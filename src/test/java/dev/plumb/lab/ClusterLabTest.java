package dev.plumb.lab;

import static dev.plumb.lab.LabHosts.shows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole cluster up to the notebook's page: every part of {@code lab/accept-cluster} must hold.
 * Its bring-up alone takes more minutes than a usual build has left.
 */
@OnTheLab
@Tag("long")
class ClusterLabTest {

  @ParameterizedTest
  @ValueSource(strings = {"bring_up", "page", "again", "drift", "reboot"})
  void holds(String part) {
    shows("accept-cluster", part);
  }
}
