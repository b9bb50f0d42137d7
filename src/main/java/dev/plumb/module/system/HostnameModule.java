package dev.plumb.module.system;

import dev.plumb.change.Plan;
import dev.plumb.change.Property;
import dev.plumb.host.files.TextFile;
import dev.plumb.module.Arg;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.value.Content;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Value;
import java.util.Map;
import java.util.Optional;

/** Sets the host name: that of the running kernel, and the one in /etc/hostname. */
public final class HostnameModule implements TaskModule<HostnameModule.Spec, HostnameModule.State> {

  private static final RemotePath FILE = RemotePath.of("/etc/hostname");

  record Spec(
      @Arg(doc = "The host name, with or without its domain.", example = "node1") String name,
      @Arg(doc = "Accepted for Ansible compatibility; ignored.", example = "systemd")
          Optional<String> use) {
    Spec {
      if (name.length() > 64
          || !name.matches("(?!.*[.-]{2})[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")) {
        throw new IllegalArgumentException(
            "must have a \"name\" such as \"node1\" or \"node1.example.com\", but was given \""
                + name
                + "\"");
      }
    }
  }

  record State(String running, String persisted) {}

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of(
        "hostname", Spec.class, "Sets the host name, at once and for later boots.");
  }

  @Override
  public Probe<State> probe(Spec spec) {
    return Probe.combine(
        Probe.output("uname", "-n"), TextFile.probe(FILE).map(f -> f.text().strip()), State::new);
  }

  @Override
  public Plan<State> plan(Spec spec, State state) {
    return Plan.converge(
        state,
        new State(spec.name(), spec.name()),
        Property.of("running", State::running, Step.run("hostname", spec.name())),
        Property.of(
            "persisted",
            State::persisted,
            Step.Write.of(FILE, Content.utf8(spec.name() + "\n"), Optional.empty())));
  }

  @Override
  public Map<String, Value> facts(Spec spec, State state) {
    return Map.of(
        "ansible_nodename",
        Value.text(state.running()),
        "ansible_hostname",
        Value.text(state.running().split("\\.")[0]));
  }
}
