package dev.plumb.host.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonViewTest {

  private static final JsonView BRIDGE =
      JsonView.parseList(
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
    assertThat(BRIDGE.isTrue("EnableIPv6")).isTrue();
    assertThat(BRIDGE.isTrue("Internal")).isFalse();
  }

  @Test
  void readsWhatIsWithin() {
    assertThat(BRIDGE.object("IPAM").text("Driver")).isEqualTo("default");
    assertThat(BRIDGE.object("IPAM").objects("Config"))
        .extracting(config -> config.text("Subnet"))
        .containsExactly("172.17.0.0/16", "172.18.0.0/16");
    assertThat(BRIDGE.texts("Dns")).containsExactly("192.0.2.1", "192.0.2.2");
    assertThat(BRIDGE.map("Options"))
        .isEqualTo(Map.of("com.docker.network.driver.mtu", "1500", "b", ""));
  }

  @Test
  void takesNullAndMissingForEmpty() {
    assertThat(BRIDGE.map("Labels")).isEmpty();
    assertThat(BRIDGE.object("IPAM").map("Options")).isEmpty();
    assertThat(BRIDGE.object("Missing").object("Deeper").text("Name")).isEmpty();
    assertThat(BRIDGE.texts("Missing")).isEmpty();
    assertThat(BRIDGE.objects("Missing")).isEmpty();
  }

  @Test
  void doesNotTakeAnotherTextForAnAnswer() {
    assertThat(JsonView.parseList("Error: No such network: x")).isEmpty();
    assertThat(JsonView.parseList("{}")).isEmpty();
    assertThat(JsonView.parseObject("[]")).isEmpty();
    assertThat(JsonView.parseList("[]")).contains(List.of());
  }
}
