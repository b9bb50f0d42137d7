package dev.plumb.module.preflight;

import dev.plumb.module.preflight.ObservedHost.PortHolder;
import dev.plumb.value.HostName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What stands in the way: each says what is so, why that is wrong, and what to do. */
final class PreflightChecks {

  private final SortedMap<HostName, PreflightSpec> specs;
  private final SortedMap<HostName, ObservedHost> observed;

  /** Each with the hosts that it is about; empty where it names them itself. */
  private final Map<String, List<String>> findings = new LinkedHashMap<>();

  private PreflightChecks(Map<HostName, PreflightSpec> specs, Map<HostName, ObservedHost> found) {
    this.specs = new TreeMap<>(specs);
    this.observed = new TreeMap<>(found);
  }

  static List<String> findProblems(
      Map<HostName, PreflightSpec> specs, Map<HostName, ObservedHost> found) {
    PreflightChecks objections = new PreflightChecks(specs, found);
    objections.reportDuplicates(
        host ->
            Optional.ofNullable(objections.observed.get(host))
                .map(ObservedHost::hostname)
                .orElse(""),
        "call themselves %s. Logs and Mesos could not tell them apart: give each its own name, with"
            + " \"hostnamectl set-hostname\".");
    objections.reportDuplicates(
        host -> objections.spec(host).address().orElse(""),
        "have the address %s. Give each its own ansible_host or cluster_address.");
    objections.observed.forEach(
        (host, is) -> objections.checkHost(host, objections.spec(host), is));
    objections.checkClocks();
    return objections.findings.entrySet().stream()
        .map(
            entry ->
                entry.getValue().isEmpty()
                    ? entry.getKey()
                    : String.join(", ", entry.getValue()) + ": " + entry.getKey())
        .toList();
  }

  private PreflightSpec spec(HostName host) {
    return Objects.requireNonNull(specs.get(host));
  }

  private void report(String text) {
    findings.put(text, List.of());
  }

  private void reportFor(HostName host, String text) {
    findings.computeIfAbsent(text, _ -> new ArrayList<>()).add(host.value());
  }

  private void reportDuplicates(Function<HostName, String> what, String text) {
    Map<String, List<String>> hosts = new TreeMap<>();
    specs
        .keySet()
        .forEach(
            host ->
                hosts.computeIfAbsent(what.apply(host), _ -> new ArrayList<>()).add(host.value()));
    hosts.remove("");
    hosts.forEach(
        (value, names) -> {
          if (names.size() > 1) {
            report(String.join(" and ", names) + " " + text.formatted(value));
          }
        });
  }

  private void checkHost(HostName host, PreflightSpec spec, ObservedHost is) {
    spec.problems().stream()
        .filter(text -> !text.isBlank())
        .forEach(text -> reportFor(host, text.strip()));
    spec.address()
        .filter(address -> !is.addresses().contains(address))
        .ifPresent(
            address ->
                report(
                    ("%s does not have the address %s, under which the others are to reach it, but %s."
                            + " Set its cluster_address.")
                        .formatted(
                            host, address, String.join(", ", new TreeSet<>(is.addresses())))));
    for (PortHolder holder : is.ports()) {
      String unit = spec.ports().getOrDefault(holder.port(), "");
      if (!holder.isUnit(unit)) {
        reportFor(
            host,
            "port %s, which is for %s, is held by %s. Stop that, or choose another port."
                .formatted(holder.port(), unit, holder.describe()));
      }
    }
    is.packages().forEach((name, version) -> checkPackage(host, spec, name, version));
    is.missingKernelFeatures()
        .forEach(
            name ->
                reportFor(
                    host,
                    ("the kernel has no %s, and no module of that name. Containers and their networks"
                            + " need it: install the kernel's modules, or another kernel.")
                        .formatted(name)));
    spec.space()
        .forEach(
            (folder, wanted) -> {
              long free = is.freeMebibytes().getOrDefault(folder, -1L);
              if (free >= 0 && free < wanted) {
                reportFor(
                    host,
                    "%d MiB are free at %s, and %d MiB are needed. Make room there."
                        .formatted(free, folder, wanted));
              }
            });
    is.unreachable()
        .forEach(
            (url, said) ->
                reportFor(
                    host,
                    ("%s is needed and cannot be reached: %s. Let the host reach it, or name another"
                            + " place.")
                        .formatted(
                            url,
                            said.isEmpty() ? "no answer" : said.replaceAll(" after \\d+ ms", ""))));
  }

  private void checkPackage(HostName host, PreflightSpec spec, String name, String version) {
    String below = spec.packages().getOrDefault(name, "");
    // Without package lists nobody can tell yet.
    if (version.matches("(\\d+:)?\\d.*") && compare(version, below) >= 0) {
      reportFor(
          host,
          ("%s is %s, and must be below %s. Install an older one, as Debian 12 has it, or take the host"
                  + " out of the group.")
              .formatted(name, version, below));
    }
  }

  /** By their numbers in front; what Debian adds does not count. */
  static int compare(String one, String other) {
    List<Integer> left = numbers(one);
    List<Integer> right = numbers(other);
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      int difference =
          Integer.compare(i < left.size() ? left.get(i) : 0, i < right.size() ? right.get(i) : 0);
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private static List<Integer> numbers(String version) {
    List<Integer> numbers = new ArrayList<>();
    for (String part : version.replaceFirst("^\\d+:", "").split("\\.", -1)) {
      String digits = part.replaceFirst("\\D.*", "");
      if (digits.isEmpty() || digits.length() > 9) {
        break;
      }
      numbers.add(Integer.parseInt(digits));
      if (digits.length() < part.length()) {
        break;
      }
    }
    return numbers;
  }

  private void checkClocks() {
    Comparator<Map.Entry<HostName, ObservedHost>> byClock =
        Comparator.comparingLong(entry -> entry.getValue().clock());
    if (observed.isEmpty()) {
      return;
    }
    Map.Entry<HostName, ObservedHost> behind =
        observed.entrySet().stream().min(byClock).orElseThrow();
    Map.Entry<HostName, ObservedHost> ahead =
        observed.entrySet().stream().max(byClock).orElseThrow();
    long apart = ahead.getValue().clock() - behind.getValue().clock();
    long most =
        specs.values().stream().mapToLong(spec -> spec.clocksWithin().toSeconds()).min().orElse(0);
    if (apart > most) {
      report(
          ("The clock of %s is %d s ahead of that of %s, and may be %d s. Logs, certificates and time"
                  + " limits need clocks that agree: let the hosts ask a time server, such as chrony does.")
              .formatted(ahead.getKey(), apart, behind.getKey(), most));
    }
  }
}
