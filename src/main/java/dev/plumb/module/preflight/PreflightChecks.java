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

/** Finds problems; each text states the finding, the reason and the remedy. */
final class PreflightChecks {

  private final SortedMap<HostName, PreflightSpec> specs;
  private final SortedMap<HostName, ObservedHost> observed;

  /** The problems, each with its hosts; without hosts if the text names them. */
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
        "have the same host name %s. Logs and Mesos could not distinguish them: set"
            + " distinct names with \"hostnamectl set-hostname\".");
    objections.reportDuplicates(
        host -> objections.spec(host).address().orElse(""),
        "have the same address %s. Set a distinct ansible_host or cluster_address for each.");
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
                    ("%s does not have the address %s at which the others are to reach it;"
                            + " its addresses are %s. Set its cluster_address.")
                        .formatted(
                            host, address, String.join(", ", new TreeSet<>(is.addresses())))));
    for (PortHolder holder : is.ports()) {
      String unit = spec.ports().getOrDefault(holder.port(), "");
      if (!holder.isUnit(unit)) {
        reportFor(
            host,
            "port %s, needed by %s, is in use by %s. Stop that process or choose another port."
                .formatted(holder.port(), unit, holder.describe()));
      }
    }
    is.packages().forEach((name, version) -> checkPackage(host, spec, name, version));
    is.missingKernelFeatures()
        .forEach(
            name ->
                reportFor(
                    host,
                    ("the kernel lacks %s, also as a module. Containers and their networks"
                            + " need it: install the kernel's modules or another kernel.")
                        .formatted(name)));
    spec.space()
        .forEach(
            (folder, wanted) -> {
              long free = is.freeMebibytes().getOrDefault(folder, -1L);
              if (free >= 0 && free < wanted) {
                reportFor(
                    host,
                    "%d MiB are free in %s, but %d MiB are needed. Free some space."
                        .formatted(free, folder, wanted));
              }
            });
    is.unreachable()
        .forEach(
            (url, error) ->
                reportFor(
                    host,
                    ("%s is needed but cannot be reached: %s. Make it reachable or set"
                            + " another URL.")
                        .formatted(
                            url,
                            error.isEmpty()
                                ? "no answer"
                                : error.replaceAll(" after \\d+ ms", ""))));
  }

  private void checkPackage(HostName host, PreflightSpec spec, String name, String version) {
    String below = spec.packages().getOrDefault(name, "");
    // Without package lists the version is unknown.
    if (version.matches("(\\d+:)?\\d.*") && compare(version, below) >= 0) {
      reportFor(
          host,
          ("%s is %s, but must be below %s. Install an older version, such as that of"
                  + " Debian 12, or remove the host from the group.")
              .formatted(name, version, below));
    }
  }

  /** Compares upstream versions; ignores Debian's epochs and suffixes. */
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
          ("The clock of %s is %d s ahead of that of %s; the limit is %d s. Logs,"
                  + " certificates and timeouts need synchronized clocks: run a time client such"
                  + " as chrony on the hosts.")
              .formatted(ahead.getKey(), apart, behind.getKey(), most));
    }
  }
}
