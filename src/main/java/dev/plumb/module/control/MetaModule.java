package dev.plumb.module.control;

import dev.plumb.module.Arg;
import dev.plumb.module.Effect;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.ModuleTrait;
import dev.plumb.module.PlayAction;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Controls the play; the engine carries out the effect. */
public final class MetaModule implements ControlModule<MetaModule.Spec> {

  record Spec(
      @Arg(
              doc =
                  "flush_handlers runs the handlers notified so far. end_play and end_batch end the"
                      + " play for all hosts, or for those of the batch; end_host for one host."
                      + " clear_host_errors continues with failed hosts. clear_facts discards the"
                      + " facts of the host. refresh_inventory reads the inventory again. noop does"
                      + " nothing.",
              example = "flush_handlers",
              freeForm = true)
          PlayAction action) {}

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of(
            "meta", Spec.class, "Controls the play: runs handlers at once, or ends it.")
        .with(ModuleTrait.CONTROLS_PLAY);
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
        : info().traits();
  }

  @Override
  public List<Effect> effects(Spec spec) {
    return List.of(new Effect.ControlPlay(spec.action()));
  }
}
