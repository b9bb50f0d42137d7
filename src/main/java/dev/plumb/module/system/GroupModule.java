package dev.plumb.module.system;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.module.Arg;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.Presence;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Command;
import dev.plumb.remote.CommandBuilder;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.UserName;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Manages groups. */
public final class GroupModule implements TaskModule<GroupModule.Spec, GroupModule.State> {

  record Spec(
      @Arg(doc = "The name of the group.", example = "etcd") UserName name,
      @Arg(doc = "The group ID. Left unchanged by default.", example = "900") Optional<Integer> gid,
      @Arg(
              doc = "Whether a new group gets an ID from the range of system groups.",
              example = "true",
              defaultValue = "false")
          boolean system,
      @Arg(doc = "Whether the group must exist.", example = "absent", defaultValue = "present")
          Presence state) {}

  sealed interface State {
    record Absent() implements State {}

    /**
     * @param gid empty only in the expected state, when the host chooses the ID
     */
    record Present(Optional<Integer> gid) implements State {}
  }

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of("group", Spec.class, "Manages groups.");
  }

  @Override
  public Probe<State> probe(Spec spec) {
    return Probe.of(Command.of("getent", "group", spec.name().value()), GroupModule::parse);
  }

  static Reading<State> parse(Exec.Exited getent) {
    String[] fields = getent.out().strip().split(":", -1);
    if (UserProbe.isNotFound(getent)) {
      return Reading.of(new State.Absent());
    }
    return getent.succeeded() && fields.length > 2 && fields[2].matches("\\d+")
        ? Reading.of(new State.Present(Optional.of(Integer.valueOf(fields[2]))))
        : UserProbe.unreadable("the group", getent);
  }

  @Override
  public Plan<State> plan(Spec spec, State state) {
    String name = spec.name().value();
    State wanted =
        spec.state() == Presence.ABSENT ? new State.Absent() : new State.Present(spec.gid());
    return switch (state) {
      case State.Absent _ when spec.state() == Presence.ABSENT -> Plan.inSync();
      case State.Absent _ ->
          Plan.of(List.of(Change.of("group", "absent", "present", add(spec))), wanted);
      case State.Present _ when spec.state() == Presence.ABSENT ->
          Plan.of(
              List.of(Change.of("group", "present", "absent", Step.run("groupdel", "--", name))),
              wanted);
      case State.Present(Optional<Integer> gid) ->
          Plan.converge(
                  "gid",
                  gid,
                  spec.gid().or(() -> gid),
                  new CommandBuilder("groupmod").option("-g", spec.gid()).add("--", name).step())
              .map(State.Present::new);
    };
  }

  private static Step add(Spec spec) {
    return new CommandBuilder("groupadd")
        .addIf(spec.system(), "-r")
        .option("-g", spec.gid())
        .add("--", spec.name().value())
        .step();
  }

  @Override
  public Map<String, Value> result(Spec spec, State state, List<Exec> ran) {
    Map<String, Value> result = new LinkedHashMap<>();
    result.put("name", Value.text(spec.name().value()));
    result.put("state", Value.text(state instanceof State.Present ? "present" : "absent"));
    if (state instanceof State.Present(Optional<Integer> gid)) {
      gid.ifPresent(number -> result.put("gid", Value.number(number)));
    }
    return result;
  }
}
