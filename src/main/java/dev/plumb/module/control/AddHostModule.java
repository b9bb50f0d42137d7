package dev.plumb.module.control;

import dev.plumb.module.Arg;
import dev.plumb.module.Effect;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.ModuleTrait;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Optional;

/** Adds a host to the inventory, for later plays. */
public final class AddHostModule implements ControlModule<AddHostModule.Spec> {

  record Spec(
      @Arg(
              doc = "The name of the host in the inventory.",
              example = "node4",
              aliases = {"hostname", "host"})
          String name,
      @Arg(
              doc = "The groups of the host; missing groups are created.",
              example = "[etcd, docker]",
              aliases = {"group", "groupname"})
          List<String> groups,
      @Arg(
              doc = "The variables of the host.",
              example = "{ansible_host: 192.168.199.111}",
              rest = true)
          Value.Entries vars) {

    Spec {
      name = new HostName(name).value();
      groups = Names.ofGroups(groups);
      Names.checkVariables(vars.map().keySet());
    }
  }

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of(
            "add_host",
            Spec.class,
            "Adds a host to the inventory of this run, for later plays; runs once, not for each"
                + " host. It changes no host, so a check runs it too.")
        .with(ModuleTrait.ADDS_HOST, ModuleTrait.CHANGES_INVENTORY);
  }

  @Override
  public List<Effect> effects(Spec spec) {
    return List.of(new Effect.AddHost(Optional.of(spec.name()), spec.groups(), spec.vars().map()));
  }
}
