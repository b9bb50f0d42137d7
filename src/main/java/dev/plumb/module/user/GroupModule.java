package dev.plumb.module.user;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.module.Presence;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps a group. */
public final class GroupModule implements TaskModule<GroupSpec, GroupState> {

  @Override
  public String name() {
    return "group";
  }

  @Override
  public String doc() {
    return "Keeps a group.";
  }

  @Override
  public Class<GroupSpec> spec() {
    return GroupSpec.class;
  }

  @Override
  public Probe<GroupState> probe(GroupSpec spec) {
    return Probe.of(Command.of("getent", "group", spec.name().value()), GroupState::parse);
  }

  @Override
  public Plan<GroupState> plan(GroupSpec spec, GroupState state) {
    return switch (state) {
      case GroupState.Absent _ ->
          spec.state() == Presence.ABSENT
              ? Plan.inSync()
              : Plan.of(List.of(added(spec)), after(spec));
      case GroupState.Present found -> planPresent(spec, found);
    };
  }

  private static Plan<GroupState> planPresent(GroupSpec spec, GroupState.Present found) {
    String name = spec.name().value();
    if (spec.state() == Presence.ABSENT) {
      Step delete = Step.run("groupdel", "--", name);
      return Plan.of(
          List.of(Change.of("group", "present", "absent", delete)), new GroupState.Absent());
    }
    if (spec.gid().isEmpty() || found.gid().equals(spec.gid())) {
      return Plan.inSync();
    }
    int gid = spec.gid().get();
    Step modify = Step.run("groupmod", "-g", String.valueOf(gid), "--", name);
    return Plan.of(
        List.of(Change.of("gid", found.gid().map(String::valueOf).orElse("any"), gid, modify)),
        after(spec));
  }

  private static Change added(GroupSpec spec) {
    List<String> words = new ArrayList<>(List.of("groupadd"));
    if (spec.system()) {
      words.add("-r");
    }
    spec.gid().ifPresent(gid -> words.addAll(List.of("-g", String.valueOf(gid))));
    words.addAll(List.of("--", spec.name().value()));
    return Change.of("group", "absent", "present", new Step.Run(Command.of(words)));
  }

  private static GroupState after(GroupSpec spec) {
    return new GroupState.Present(spec.gid());
  }

  @Override
  public Map<String, Value> result(GroupSpec spec, GroupState state, List<Exec> ran) {
    Map<String, Value> result = new LinkedHashMap<>();
    result.put("name", Value.text(spec.name().value()));
    result.put("state", Value.text(state instanceof GroupState.Present ? "present" : "absent"));
    Optional<Integer> gid =
        state instanceof GroupState.Present present ? present.gid() : Optional.empty();
    gid.ifPresent(number -> result.put("gid", Value.number(number)));
    return result;
  }
}
