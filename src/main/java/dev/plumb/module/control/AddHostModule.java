package dev.plumb.module.control;

import dev.plumb.module.Effect;
import java.util.List;
import java.util.Optional;

/** Makes a host part of the inventory, for later plays. */
public final class AddHostModule extends ControlModule<AddHostSpec> {

  public AddHostModule() {
    super(
        "add_host",
        "Adds a host to the run's inventory, for later plays; done once, not for each host. No host"
            + " is changed by it, so a check does it too.",
        AddHostSpec.class);
  }

  @Override
  public List<Effect> effects(AddHostSpec spec) {
    return List.of(new Effect.AddHost(Optional.of(spec.name()), spec.groups(), spec.vars().map()));
  }
}
