package dev.plumb.module.link;

import dev.plumb.module.Arg;
import dev.plumb.module.link.NetworkLinkSpec.Presence;

record NetworkNamespaceSpec(
    @Arg(doc = "The namespace's name.", example = "blue") Name name,
    @Arg(doc = "Whether it shall be there.", example = "absent", byDefault = "present")
        Presence state,
    @Arg(
            doc = "Whether it is there again after a boot, by a unit of plumb's.",
            example = "false",
            byDefault = "true")
        boolean persist) {}
