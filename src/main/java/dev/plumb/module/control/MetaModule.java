package dev.plumb.module.control;

import dev.plumb.module.Arg;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.Trait;

/** Controls the play. The engine does that; only the arguments are declared here. */
public final class MetaModule implements ControlModule<MetaModule.Spec> {

  enum Action {
    FLUSH_HANDLERS,
    END_PLAY,
    END_BATCH,
    END_HOST,
    CLEAR_HOST_ERRORS,
    CLEAR_FACTS,
    REFRESH_INVENTORY,
    NOOP
  }

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
          Action action) {}

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of(
            "meta", Spec.class, "Controls the play: runs handlers at once, or ends it.")
        .with(Trait.CONTROLS_PLAY);
  }
}
