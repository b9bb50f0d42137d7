package dev.plumb.module.link;

import dev.plumb.module.Arg;
import dev.plumb.module.Presence;

record NetworkNamespaceSpec(
    @Arg(doc = "The namespace's name.", example = "blue") LinkName name,
    @Arg(doc = "Whether the namespace exists.", example = "absent", defaultValue = "present")
        Presence state,
    @Arg(
            doc = "Whether the namespace is restored at boot, by a unit that plumb installs.",
            example = "false",
            defaultValue = "true")
        boolean persist) {}
