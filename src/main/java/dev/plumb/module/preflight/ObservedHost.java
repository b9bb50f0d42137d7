package dev.plumb.module.preflight;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The facts of a host that preflight checks.
 *
 * @param hostname the host name that it reports
 * @param clock the time in seconds
 * @param addresses the addresses of all links
 * @param ports the holders of the requested ports
 * @param packages the installed or candidate version of each package
 * @param missingKernelFeatures the requested features that the kernel lacks
 * @param freeMebibytes the free space of each directory in MiB
 * @param unreachable the URLs that do not answer, with the error
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
   * The process that holds a port.
   *
   * @param pid empty if only root could see it
   * @param groups the control groups of the process, which identify its unit
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
