package dev.plumb.module.control;

import dev.plumb.module.Effect;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts each host into a group that what it is decides. */
public final class GroupByModule extends ControlModule<GroupBySpec> {

  public GroupByModule() {
    super(
        "group_by",
        "Puts hosts into groups that facts or variables decide, for later plays. No host is changed"
            + " by it, so a check does it too.",
        GroupBySpec.class);
  }

  @Override
  public List<Effect> effects(GroupBySpec spec) {
    return List.of(new Effect.AddHost(Optional.empty(), spec.groups(), Map.of()));
  }
}
