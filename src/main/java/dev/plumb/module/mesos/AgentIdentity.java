package dev.plumb.module.mesos;

import dev.plumb.host.systemd.RollingMember;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The properties tied to an agent's id: at its start, an agent compares them with those recorded on
 * its disk, and exits if they differ.
 */
final class AgentIdentity {

  private static final List<String> PARTS = List.of("hostname", "port", "attributes", "resources");

  private AgentIdentity() {}

  /** Returns the difference that would make the agent exit at its next start, if any. */
  static Optional<RollingMember.RestartReason> change(
      MesosAgentSpec spec, MesosAgentModule.AgentState found) {
    if (!found.hasId()) {
      return Optional.empty();
    }
    Map<String, String> wanted = spec.desiredFlags().values();
    Map<String, String> declared = MesosFlags.parse(found.daemon().text(spec.settingsFile()));
    if (found.reportedIncompatible()) {
      // The agent exited because of the flags in its file. If the declared ones differ from those,
      // they may match its disk; if not, it exits again without harm.
      return PARTS.stream()
              .allMatch(
                  part ->
                      MesosFlags.sameValue(
                          part, declared.getOrDefault(part, ""), wanted.getOrDefault(part, "")))
          ? Optional.of(new RollingMember.RestartReason("the agent", "different", "as declared"))
          : Optional.empty();
    }
    Map<String, String> had = found.flags().orElse(declared);
    if (had.isEmpty()) {
      return Optional.empty();
    }
    boolean additive =
        "additive".equals(wanted.get("reconfiguration_policy")) && !isOld(found.version());
    return PARTS.stream()
        .filter(
            part -> {
              String before = had.getOrDefault(part, "");
              String after = wanted.getOrDefault(part, "");
              return !(MesosFlags.sameValue(part, before, after)
                  || (additive && adds(part, before, after)));
            })
        .map(
            part ->
                new RollingMember.RestartReason(
                    part, had.getOrDefault(part, "not set"), wanted.getOrDefault(part, "not set")))
        .findFirst();
  }

  /** The policy exists since 1.5. */
  private static boolean isOld(String version) {
    return version.matches("(0\\..*|1\\.[0-4]\\..*)");
  }

  /** Returns whether the change only adds: texts are unchanged, numbers are not smaller. */
  private static boolean adds(String part, String before, String after) {
    if (!part.equals("attributes") && !part.equals("resources")) {
      return false;
    }
    Map<String, String> now = pairs(after);
    return pairs(before).entrySet().stream()
        .allMatch(
            was -> {
              String is = now.getOrDefault(was.getKey(), "");
              boolean scalars = isNumber(was.getValue()) && isNumber(is);
              return is.equals(was.getValue())
                  || (part.equals("resources")
                      && scalars
                      && Double.parseDouble(is) >= Double.parseDouble(was.getValue()));
            });
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]+(\\.[0-9]+)?");
  }

  private static Map<String, String> pairs(String text) {
    return Arrays.stream(text.split(";"))
        .filter(pair -> pair.contains(":"))
        .map(pair -> pair.split(":", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, last) -> last));
  }
}
