package dev.plumb.module.control;

import dev.plumb.module.Arg;
import dev.plumb.module.PlayAction;

record MetaSpec(
    @Arg(
            doc =
                "flush_handlers runs the handlers notified so far. end_play and end_batch end the"
                    + " play for all hosts, or for those at hand; end_host for the one host."
                    + " clear_host_errors takes hosts back that failed. clear_facts forgets what"
                    + " was found out about the host. refresh_inventory reads the inventory anew."
                    + " noop does nothing.",
            example = "flush_handlers",
            freeForm = true)
        PlayAction action) {}
