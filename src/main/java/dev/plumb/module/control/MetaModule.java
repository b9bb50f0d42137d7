package dev.plumb.module.control;

import dev.plumb.module.Effect;
import dev.plumb.module.ModuleTrait;
import dev.plumb.module.PlayAction;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Controls the play itself; the engine carries out its effect. */
public final class MetaModule extends ControlModule<MetaSpec> {

  public MetaModule() {
    super("meta", "Controls the play itself: runs handlers now, or ends it.", MetaSpec.class);
  }

  @Override
  public Set<ModuleTrait> traits(Value args) {
    Value action =
        args instanceof Value.Entries entries
            ? entries.get("action").orElse(Value.nothing())
            : args;
    return action
            .toString()
            .strip()
            .toUpperCase(Locale.ROOT)
            .equals(PlayAction.REFRESH_INVENTORY.name())
        ? Set.of(ModuleTrait.CONTROLS_PLAY, ModuleTrait.CHANGES_INVENTORY)
        : Set.of(ModuleTrait.CONTROLS_PLAY);
  }

  @Override
  public List<Effect> effects(MetaSpec spec) {
    return List.of(new Effect.ControlPlay(spec.action()));
  }
}
