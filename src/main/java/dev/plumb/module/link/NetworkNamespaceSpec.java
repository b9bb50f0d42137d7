package dev.plumb.module.link;

import dev.plumb.module.Arg;
import dev.plumb.module.link.NetworkLinkSpec.Presence;

record NetworkNamespaceSpec(
    @Arg(doc = "The namespace's name.", example = "blue") LinkName name,
    @Arg(doc = "Whether it shall be there.", example = "absent", defaultValue = "present")
        Presence state,
    @Arg(
            doc = "Whether it is there again after a boot, by a unit of plumb's.",
            example = "false",
            defaultValue = "true")
        boolean persist) {}
