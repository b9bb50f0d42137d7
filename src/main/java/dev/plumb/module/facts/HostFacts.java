package dev.plumb.module.facts;

import dev.plumb.value.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The facts of a host, by Ansible's names. */
record HostFacts(Map<String, Value> facts) {

  static final Set<String> NAMES =
      Set.of(
          "ansible_facts",
          "ansible_system",
          "ansible_kernel",
          "ansible_architecture",
          "ansible_machine",
          "ansible_machine_id",
          "ansible_nodename",
          "ansible_hostname",
          "ansible_fqdn",
          "ansible_domain",
          "ansible_distribution",
          "ansible_distribution_version",
          "ansible_distribution_major_version",
          "ansible_distribution_release",
          "ansible_os_family",
          "ansible_processor_vcpus",
          "ansible_processor_nproc",
          "ansible_memtotal_mb",
          "ansible_memfree_mb",
          "ansible_swaptotal_mb",
          "ansible_swapfree_mb",
          "ansible_user_id",
          "ansible_user_uid",
          "ansible_user_gid",
          "ansible_service_mgr",
          "ansible_pkg_mgr",
          "ansible_virtualization_type",
          "ansible_product_name",
          "ansible_interfaces",
          "ansible_default_ipv4",
          "ansible_all_ipv4_addresses",
          "ansible_all_ipv6_addresses");

  static HostFacts of(FactSections host) {
    Map<String, Value> facts = new TreeMap<>();
    kernel(host, facts);
    distribution(host, facts);
    hardware(host, facts);
    user(host.first("user"), facts);
    String init = host.first("init").isEmpty() ? "unknown" : host.first("init");
    put(facts, "service_mgr", host.first("systemd").equals("yes") ? "systemd" : init);
    put(facts, "pkg_mgr", host.first("packages").isEmpty() ? "unknown" : host.first("packages"));
    put(facts, "machine_id", host.first("machine"));
    put(facts, "product_name", host.first("board"));
    String virtual = host.first("virtual");
    put(facts, "virtualization_type", virtual.isEmpty() ? "unknown" : virtual);
    NetworkFacts.of(host).facts().forEach((name, value) -> facts.put("ansible_" + name, value));
    return new HostFacts(facts);
  }

  private static void kernel(FactSections host, Map<String, Value> facts) {
    // uname prints in its own order: system, node name, release, machine.
    String[] words = host.first("uname").split(" ");
    if (words.length < 4) {
      return;
    }
    String node = words[1];
    String fqdn = fqdn(host.first("names"), node);
    put(facts, "system", words[0]);
    put(facts, "nodename", node);
    put(facts, "hostname", node.split("\\.")[0]);
    put(facts, "fqdn", fqdn);
    put(facts, "domain", fqdn.contains(".") ? fqdn.substring(fqdn.indexOf('.') + 1) : "");
    put(facts, "kernel", words[2]);
    put(facts, "architecture", words[3]);
    put(facts, "machine", words[3]);
  }

  /** The first of the names of the host that contains a dot. */
  private static String fqdn(String hostsLine, String node) {
    String[] words = hostsLine.split("\\s+");
    for (int i = 1; i < words.length; i++) {
      if (words[i].contains(".") && !words[i].startsWith("localhost")) {
        return words[i];
      }
    }
    return node;
  }

  private static void distribution(FactSections host, Map<String, Value> facts) {
    Map<String, String> os = new HashMap<>();
    for (String line : host.of("os")) {
      int sign = line.indexOf('=');
      if (sign > 0) {
        os.put(
            line.substring(0, sign), line.substring(sign + 1).replaceAll("^([\"'])(.*)\\1$", "$2"));
      }
    }
    String id = os.getOrDefault("ID", "");
    String version = os.getOrDefault("VERSION_ID", "");
    // Debian's own file knows the point release.
    if (id.equals("debian") && host.first("debian").matches("\\d+(\\.\\d+)*")) {
      version = host.first("debian");
    }
    put(facts, "distribution", distributionName(id, os.getOrDefault("NAME", "")));
    put(facts, "distribution_version", version);
    put(facts, "distribution_major_version", version.split("\\.")[0]);
    put(facts, "distribution_release", os.getOrDefault("VERSION_CODENAME", ""));
    put(facts, "os_family", family(id, os.getOrDefault("ID_LIKE", "")));
  }

  private static String distributionName(String id, String name) {
    return switch (id) {
      case "debian" -> "Debian";
      case "ubuntu" -> "Ubuntu";
      case "rhel" -> "RedHat";
      case "centos" -> "CentOS";
      case "rocky" -> "Rocky";
      case "almalinux" -> "AlmaLinux";
      case "fedora" -> "Fedora";
      case "ol" -> "OracleLinux";
      case "amzn" -> "Amazon";
      case "alpine" -> "Alpine";
      case "arch" -> "Archlinux";
      case "sles" -> "SLES";
      case "opensuse-leap" -> "openSUSE Leap";
      case "opensuse-tumbleweed" -> "openSUSE Tumbleweed";
      default -> name;
    };
  }

  private static String family(String id, String like) {
    for (String one : (id + " " + like).split(" ")) {
      switch (one) {
        case "debian", "ubuntu" -> {
          return "Debian";
        }
        case "rhel", "centos", "fedora", "rocky", "almalinux", "ol", "amzn" -> {
          return "RedHat";
        }
        case "suse", "sles", "opensuse", "opensuse-leap", "opensuse-tumbleweed" -> {
          return "Suse";
        }
        case "alpine" -> {
          return "Alpine";
        }
        case "arch" -> {
          return "Archlinux";
        }
        default -> {}
      }
    }
    return id.isEmpty() ? "unknown" : id.substring(0, 1).toUpperCase(Locale.ROOT) + id.substring(1);
  }

  private static void hardware(FactSections host, Map<String, Value> facts) {
    List<String> lines = host.of("cpu");
    long processors = lines.stream().filter(line -> line.startsWith("processor")).count();
    facts.put("ansible_processor_vcpus", Value.number(Math.max(1, processors)));
    facts.put("ansible_processor_nproc", Value.number(Math.max(1, processors)));
    Map<String, String> names = new LinkedHashMap<>();
    names.put("MemTotal:", "memtotal_mb");
    names.put("MemFree:", "memfree_mb");
    names.put("SwapTotal:", "swaptotal_mb");
    names.put("SwapFree:", "swapfree_mb");
    for (String line : lines) {
      String[] words = line.split("\\s+");
      Optional.ofNullable(names.get(words[0]))
          .filter(_ -> words.length > 1 && words[1].matches("\\d+"))
          .ifPresent(
              name -> facts.put("ansible_" + name, Value.number(Long.parseLong(words[1]) / 1024)));
    }
  }

  /** Reads {@code uid=0(root) gid=0(root) groups=...}. */
  private static void user(String id, Map<String, Value> facts) {
    for (String word : id.split(" ")) {
      if (word.matches("[ug]id=\\d+.*")) {
        String number = word.substring(4).replaceAll("\\D.*", "");
        facts.put("ansible_user_" + word.substring(0, 3), Value.number(Long.parseLong(number)));
        if (word.startsWith("uid=") && word.contains("(")) {
          put(facts, "user_id", word.substring(word.indexOf('(') + 1, word.lastIndexOf(')')));
        }
      }
    }
  }

  private static void put(Map<String, Value> facts, String name, String text) {
    facts.put("ansible_" + name, Value.text(text));
  }
}
