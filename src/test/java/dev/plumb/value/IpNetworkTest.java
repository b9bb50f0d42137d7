package dev.plumb.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpNetworkTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7/32",
    "192.0.2.7/24, 192.0.2.7/24",
    "192.0.2.7/255.255.255.0, 192.0.2.7/24",
    "0.0.0.0/0, 0.0.0.0/0",
    "255.255.255.255, 255.255.255.255/32",
    "FD00:0:0::1/64, fd00::1/64",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1/128",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1/128",
    "::/0, ::/0",
    "::1, ::1/128",
    "1::, 1::/128"
  })
  void hasOneTextForm(String text, String canonical) {
    assertThat(IpNetwork.of(text)).hasToString(canonical);
    assertThat(IpNetwork.of(canonical)).isEqualTo(IpNetwork.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.org",
        "10.0.0",
        "10.0.0.256",
        "10.0.0.1/33",
        "10.0.0.1/-1",
        "10.0.0.+1",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "fd00::1/129",
        "fffff::",
        "10.0.0.1/",
        ":1",
        "1:2:3:4:5:6:7:8:9"
      })
  void rejectsInvalidNetworks(String text) {
    assertThatThrownBy(() -> IpNetwork.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "must be an address or network such as \"192.0.2.0/24\", but was \"" + text + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.1.2.3, true",
    "10.0.0.7/8, 10.1.0.0/16, true",
    "10.1.0.0/16, 10.0.0.0/8, false",
    "10.0.0.0/8, 11.0.0.0/8, false",
    "0.0.0.0/0, ::1, false",
    "fd00::/8, fd00::1, true"
  })
  void containsNetworksOfItsRange(String network, String other, boolean contains) {
    assertThat(IpNetwork.of(network).contains(IpNetwork.of(other))).isEqualTo(contains);
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3/16, 10.1.0.0/16, 255.255.0.0",
    "fd00::1/64, fd00::/64, ffff:ffff:ffff:ffff::"
  })
  void derivesNetworkAndNetmask(String text, String network, String netmask) {
    assertThat(IpNetwork.of(text).network()).hasToString(network);
    assertThat(IpNetwork.of(text).netmask().addressText()).isEqualTo(netmask);
  }
}
