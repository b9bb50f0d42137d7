package dev.plumb.module.control;

import dev.plumb.module.Arg;

record MetaSpec(
    @Arg(
            doc =
                "flush_handlers runs the handlers notified so far. end_play and end_batch end the"
                    + " play for all hosts, or for those at hand; end_host for the one host."
                    + " clear_host_errors takes hosts back that failed. clear_facts forgets what was"
                    + " found out about the host. refresh_inventory reads the inventory anew. noop does nothing.",
            example = "flush_handlers",
            freeForm = true)
        Action action) {

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
}
