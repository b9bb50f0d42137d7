package dev.plumb.module.control;

import dev.plumb.module.Arg;

record IncludeTasksSpec(
    @Arg(
            doc = "The file, seen from the one that includes it, or in the role's tasks.",
            example = "${ansible_distribution}.yml",
            freeForm = true)
        String file) {}
