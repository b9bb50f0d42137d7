package dev.plumb.module.control;

import dev.plumb.module.Arg;
import java.util.Optional;

record IncludeVarsSpec(
    @Arg(
            doc = "The file, seen from the one that includes it, or in the role's vars.",
            example = "${ansible_distribution}.yml",
            freeForm = true)
        String file,
    @Arg(doc = "The one variable that gets all of them as a mapping.", example = "settings")
        Optional<String> name) {}
