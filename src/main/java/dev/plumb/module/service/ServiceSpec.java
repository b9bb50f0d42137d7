package dev.plumb.module.service;

import dev.plumb.host.systemd.UnitName;
import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;
import java.util.List;
import java.util.Optional;

record ServiceSpec(
    @Arg(
            doc = "The unit; .service is added when it has no type.",
            example = "etcd",
            aliases = {"unit", "service"})
        Optional<UnitName> name,
    @Arg(
            doc =
                "What the unit shall do: started and stopped keep the unit so; restarted and"
                    + " reloaded are done whenever the task's turn comes, so they belong into"
                    + " handlers.",
            example = "started")
        Optional<State> state,
    @Arg(doc = "Whether it starts at boot. Left as found when absent.", example = "true")
        Optional<Boolean> enabled,
    @Arg(doc = "Whether it can be started at all. Left as found when absent.", example = "false")
        Optional<Boolean> masked,
    @Arg(
            doc =
                "Whether systemd reads its files anew, when they changed since it last did. Before"
                    + " a start or restart that happens unasked.",
            example = "true",
            aliases = "daemon-reload",
            defaultValue = "false")
        boolean daemonReload,
    @Arg(
            doc =
                "Files the unit reads when it starts. A running unit is restarted when one of them"
                    + " changed after it was started, whoever changed it; no notify is needed."
                    + " Name no file that the unit itself writes.",
            example = "[/etc/etcd/etcd.conf, /etc/systemd/system/etcd.service]")
        List<RemotePath> restartWhenNewer) {

  /** What a unit can be asked to do. */
  enum State {
    STARTED,
    STOPPED,
    RESTARTED,
    RELOADED
  }

  ServiceSpec {
    boolean asksAUnit =
        state.isPresent()
            || enabled.isPresent()
            || masked.isPresent()
            || !restartWhenNewer.isEmpty();
    if (name.isEmpty() && (asksAUnit || !daemonReload)) {
      throw new IllegalArgumentException(
          "must have a \"name\" (only \"daemon_reload: true\" can do without)");
    }
    if (name.isPresent() && !asksAUnit && !daemonReload) {
      throw new IllegalArgumentException(
          "must be told what to keep: \"state\", \"enabled\", \"masked\", \"daemon_reload\" or"
              + " \"restart_when_newer\"");
    }
    if (masked.orElse(false)
        && (enabled.orElse(false)
            || state.filter(s -> s != State.STOPPED).isPresent()
            || !restartWhenNewer.isEmpty())) {
      throw new IllegalArgumentException("must not mask a unit that is to be started or enabled");
    }
  }
}
