package dev.plumb.module.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InspectedTest {

  private static final Inspected BRIDGE =
      Inspected.list(
              """
              [{"Name": "bridge", "Internal": false, "EnableIPv6": true, "Labels": null,
                "IPAM": {"Driver": "default", "Options": null,
                         "Config": [{"Subnet": "172.17.0.0/16"}, {"Subnet": "172.18.0.0/16"}]},
                "Options": {"com.docker.network.driver.mtu": "1500", "b": ""},
                "Dns": ["192.0.2.1", "192.0.2.2"], "Restarts": 3}]
              """)
          .orElseThrow()
          .getFirst();

  @Test
  void readsTextsNumbersAndTruths() {
    assertThat(BRIDGE.text("Name")).isEqualTo("bridge");
    assertThat(BRIDGE.text("Restarts")).isEqualTo("3");
    assertThat(BRIDGE.flag("EnableIPv6")).isTrue();
    assertThat(BRIDGE.flag("Internal")).isFalse();
  }

  @Test
  void readsWhatIsWithin() {
    assertThat(BRIDGE.in("IPAM").text("Driver")).isEqualTo("default");
    assertThat(BRIDGE.in("IPAM").objects("Config"))
        .extracting(config -> config.text("Subnet"))
        .containsExactly("172.17.0.0/16", "172.18.0.0/16");
    assertThat(BRIDGE.texts("Dns")).containsExactly("192.0.2.1", "192.0.2.2");
    assertThat(BRIDGE.map("Options"))
        .isEqualTo(Map.of("com.docker.network.driver.mtu", "1500", "b", ""));
  }

  @Test
  void takesNullAndMissingForEmpty() {
    assertThat(BRIDGE.map("Labels")).isEmpty();
    assertThat(BRIDGE.in("IPAM").map("Options")).isEmpty();
    assertThat(BRIDGE.in("Missing").in("Deeper").text("Name")).isEmpty();
    assertThat(BRIDGE.texts("Missing")).isEmpty();
    assertThat(BRIDGE.objects("Missing")).isEmpty();
  }

  @Test
  void doesNotTakeAnotherTextForAnAnswer() {
    assertThat(Inspected.list("Error: No such network: x")).isEmpty();
    assertThat(Inspected.list("{}")).isEmpty();
    assertThat(Inspected.one("[]")).isEmpty();
    assertThat(Inspected.list("[]")).contains(List.of());
  }
}
