package dev.plumb.module.control;

import dev.plumb.module.Arg;
import dev.plumb.module.Effect;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.ModuleTrait;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds each host to a group that its facts or variables determine. */
public final class GroupByModule implements ControlModule<GroupByModule.Spec> {

  record Spec(
      @Arg(
              doc =
                  "The group. Spaces become \"-\", other characters that group names cannot have"
                      + " \"_\".",
              example = "os_${ansible_distribution}")
          String key,
      @Arg(doc = "More groups: the parents of the group in Ansible.", example = "[linux]")
          List<String> parents) {

    Spec {
      if (key.isBlank()) {
        throw new IllegalArgumentException("must have a name in \"key\"");
      }
      parents = Names.ofGroups(parents);
    }

    List<String> groups() {
      String name = key.strip().replace(' ', '-').replaceAll("[^\\w.-]", "_");
      List<String> groups = new ArrayList<>(parents);
      groups.addFirst(name.replaceFirst("^(?=[0-9-])", "_"));
      return groups;
    }
  }

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of(
            "group_by",
            Spec.class,
            "Adds hosts to groups that facts or variables determine, for later plays. It changes no"
                + " host, so a check runs it too.")
        .with(ModuleTrait.CHANGES_INVENTORY);
  }

  @Override
  public List<Effect> effects(Spec spec) {
    return List.of(new Effect.AddHost(Optional.empty(), spec.groups(), Map.of()));
  }
}
