package dev.plumb.module.sysctl;

import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;
import java.util.Locale;
import java.util.Optional;

/** What module {@code sysctl} is asked for. */
record SysctlSpec(
    @Arg(doc = "The setting.", example = "net.ipv4.ip_forward", aliases = "key") SysctlKey name,
    @Arg(
            doc = "Its value; true and false mean 1 and 0. Needed for state present.",
            example = "'1'",
            aliases = "val")
        Optional<String> value,
    @Arg(
            doc = "Whether the file shall hold it. The running kernel keeps its value when absent.",
            example = "absent",
            defaultValue = "present")
        State state,
    @Arg(
            doc = "The file that holds it for the next start of the host.",
            example = "/etc/sysctl.d/99-plumb.conf",
            defaultValue = "/etc/sysctl.conf")
        RemotePath sysctlFile,
    @Arg(
            doc =
                "Whether the running kernel shall have the value, too. Unlike Ansible, this is"
                    + " looked at in each run, and other lines of the file are not loaded.",
            example = "false",
            defaultValue = "true")
        boolean reload,
    @Arg(doc = "As reload; either is enough.", example = "true", defaultValue = "false")
        boolean sysctlSet,
    @Arg(
            doc = "Whether a setting that the kernel does not have is written to the file only.",
            example = "true",
            defaultValue = "false")
        boolean ignoreerrors) {

  /** Whether a setting shall be held. */
  enum State {
    PRESENT,
    ABSENT
  }

  SysctlSpec {
    if (state == State.PRESENT && value.isEmpty()) {
      throw new IllegalArgumentException("needs \"value\" for state present");
    }
    if (value.filter(text -> text.contains("\n")).isPresent()) {
      throw new IllegalArgumentException("takes a value of one line");
    }
    value = value.map(SysctlSpec::asKernelSays);
  }

  private static String asKernelSays(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "y", "t" -> "1";
      case "false", "no", "off", "n", "f" -> "0";
      default -> SysctlKey.normalize(text);
    };
  }

  boolean setsRunningValue() {
    return state == State.PRESENT && (reload || sysctlSet);
  }
}
