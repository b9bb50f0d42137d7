package dev.plumb.lab;

import static dev.plumb.lab.LabHosts.shows;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole program on etcd and docker of three hosts: every part of {@code lab/accept} must hold.
 * {@code killed} kills twice here, which takes two minutes; by itself the script kills five times.
 */
@OnTheLab
class AcceptanceLabTest {

  @ParameterizedTest
  @ValueSource(strings = {"pristine", "bring_up", "again", "drift", "killed"})
  void holds(String part) {
    shows(Map.of("KILLS", "2"), "accept", part);
  }
}
