package dev.plumb.module.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.module.ModuleHarness;
import dev.plumb.module.TestValues;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetupModuleTest {

  /** Taken from a Debian 12, with {@code >} in place of the mark. */
  private static final String HOST =
      """
      >uname
      Linux node2 6.1.0-18-amd64 x86_64
      >os
      PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
      NAME="Debian GNU/Linux"
      VERSION_ID="12"
      VERSION_CODENAME=bookworm
      ID=debian
      >debian
      12.15
      >cpu
      processor	: 0
      processor	: 1
      MemTotal:       24660432 kB
      MemFree:         1055104 kB
      SwapTotal:             0 kB
      SwapFree:              0 kB
      >user
      uid=1001(deploy) gid=1002(staff) groups=1002(staff)
      >ip
      1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever
      1: lo    inet6 ::1/128 scope host noprefixroute \\       valid_lft forever
      2: host0    inet 192.168.199.110/24 brd 192.168.199.255 scope global host0\\       valid_lft
      2: host0    inet 10.1.2.3/8 scope global host0\\       valid_lft forever
      4: veth12@if3    inet 10.9.9.9/32 scope global veth12\\       valid_lft forever
      >route
      default via 192.168.199.1 dev host0 proto static
      >link host0
      52:54:00:12:34:56
      >mtu host0
      1500
      >oper host0
      up
      >link lo
      00:00:00:00:00:00
      >mtu lo
      65536
      >machine
      0123456789abcdef0123456789abcdef
      >init
      systemd
      >systemd
      yes
      >packages
      apt
      >virtual
      systemd-nspawn
      >names
      192.168.199.110 node2.example.org node2
      """
          .replace('>', '\036');

  private final ModuleHarness<SetupModule.Spec, HostFacts> setup =
      ModuleHarness.of(new SetupModule());

  private Map<String, Value> facts(String yaml, String printed) {
    var spec = setup.read(yaml);
    return new SetupModule().probe(spec).read(List.of(Exec.Exited.of(0, printed, "")))
            instanceof Reading.Observed<HostFacts>(HostFacts state)
        ? new SetupModule().facts(spec, state)
        : Map.of();
  }

  @Test
  void usesAnsibleFactNames() {
    assertThat(facts("{}", HOST))
        .containsEntry("ansible_hostname", Value.text("node2"))
        .containsEntry("ansible_fqdn", Value.text("node2.example.org"))
        .containsEntry("ansible_domain", Value.text("example.org"))
        .containsEntry("ansible_distribution", Value.text("Debian"))
        .containsEntry("ansible_distribution_version", Value.text("12.15"))
        .containsEntry("ansible_distribution_major_version", Value.text("12"))
        .containsEntry("ansible_distribution_release", Value.text("bookworm"))
        .containsEntry("ansible_os_family", Value.text("Debian"))
        .containsEntry("ansible_kernel", Value.text("6.1.0-18-amd64"))
        .containsEntry("ansible_architecture", Value.text("x86_64"))
        .containsEntry("ansible_processor_vcpus", Value.number(2))
        .containsEntry("ansible_memtotal_mb", Value.number(24082))
        .containsEntry("ansible_user_id", Value.text("deploy"))
        .containsEntry("ansible_user_gid", Value.number(1002))
        .containsEntry("ansible_service_mgr", Value.text("systemd"))
        .containsEntry("ansible_pkg_mgr", Value.text("apt"))
        .containsEntry("ansible_virtualization_type", Value.text("systemd-nspawn"));
  }

  @Test
  void findsDefaultRoute() {
    assertThat(facts("{}", HOST))
        .containsEntry(
            "ansible_default_ipv4",
            TestValues.yaml(
                "{address: 192.168.199.110, prefix: '24', netmask: 255.255.255.0,"
                    + " network: 192.168.199.0, broadcast: 192.168.199.255, interface: host0,"
                    + " alias: host0, gateway: 192.168.199.1, macaddress: '52:54:00:12:34:56',"
                    + " mtu: 1500}"));
  }

  @Test
  void omitsContainerInterfaces() {
    assertThat(facts("{}", HOST))
        .containsEntry("ansible_interfaces", Value.texts(List.of("host0", "lo")))
        .containsEntry(
            "ansible_all_ipv4_addresses", Value.texts(List.of("192.168.199.110", "10.1.2.3")))
        .containsKey("ansible_host0")
        .doesNotContainKey("ansible_veth12");
  }

  @Test
  void handlesNearlyEmptyOutput() {
    assertThat(facts("{}", "\036uname\nLinux box 5.10 aarch64\n"))
        .containsEntry("ansible_hostname", Value.text("box"))
        .containsEntry("ansible_pkg_mgr", Value.text("unknown"))
        .containsEntry("ansible_default_ipv4", Value.map(Map.of()));
  }

  @Test
  void alsoOffersFactsWithoutPrefix() {
    assertThat(facts("{}", HOST).get("ansible_facts"))
        .isInstanceOfSatisfying(
            Value.Entries.class,
            all -> assertThat(all.get("hostname")).contains(Value.text("node2")));
  }

  @Test
  void appliesFilter() {
    assertThat(facts("filter: ['distribution*', 'ansible_host?ame']", HOST).keySet())
        .containsExactlyInAnyOrder(
            "ansible_facts",
            "ansible_hostname",
            "ansible_distribution",
            "ansible_distribution_version",
            "ansible_distribution_major_version",
            "ansible_distribution_release");
  }

  @Test
  void listsEveryGatheredName() {
    assertThat(facts("{}", HOST).keySet()).allMatch(SetupModule::isFact);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ansible_host",
        "ansible_user",
        "ansible_port",
        "ansible_connection",
        "ansible_become",
        "ansible_ssh_private_key_file",
        "ansible_python_interpreter",
        "ansible_check_mode"
      })
  void doesNotMistakeSettingForFact(String name) {
    assertThat(SetupModule.isFact(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ansible_eth0", "ansible_enp3s0", "ansible_docker0", "ansible_host0"})
  void recognizesInterfaceFacts(String name) {
    assertThat(SetupModule.isFact(name)).isTrue();
  }

  @Test
  void probesReadOnly() {
    ModuleHarness.assertReadOnly(new SetupModule().probe(setup.read("{}")));
  }
}
