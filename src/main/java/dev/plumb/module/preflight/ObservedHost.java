package dev.plumb.module.preflight;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was found of a host.
 *
 * @param hostname what it calls itself
 * @param clock its time, in seconds
 * @param addresses on any of its links
 * @param ports of those asked for, who holds which
 * @param packages the version of each that is installed or would be
 * @param missingKernelFeatures what the kernel does not have
 * @param freeMebibytes what is free, in MiB
 * @param unreachable URLs that are needed and do not answer, and what was said instead
 */
record ObservedHost(
    String hostname,
    long clock,
    Set<String> addresses,
    List<PortHolder> ports,
    Map<String, String> packages,
    Set<String> missingKernelFeatures,
    Map<String, Long> freeMebibytes,
    Map<String, String> unreachable) {

  /**
   * Who holds a port.
   *
   * @param pid empty when only root could tell
   * @param groups the process's control groups, which tell its unit
   */
  record PortHolder(String port, String pid, String program, String groups) {

    boolean isUnit(String unit) {
      return groups.contains("/" + unit + ".service")
          || (unit.equals("docker") && groups.contains("/docker"));
    }

    String describe() {
      return pid.isEmpty() ? "a process of another user" : program + " (process " + pid + ")";
    }
  }
}
