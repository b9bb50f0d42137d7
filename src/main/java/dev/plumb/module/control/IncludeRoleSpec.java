package dev.plumb.module.control;

import dev.plumb.module.Arg;
import java.util.Optional;

record IncludeRoleSpec(
    @Arg(doc = "The role.", example = "${item}") String name,
    @Arg(doc = "The file of its tasks, main when nothing is said.", example = "check")
        Optional<String> tasksFrom,
    @Arg(doc = "The file of its vars.", example = "debian") Optional<String> varsFrom,
    @Arg(doc = "The file of its defaults.", example = "small") Optional<String> defaultsFrom,
    @Arg(doc = "The file of its handlers.", example = "quiet") Optional<String> handlersFrom) {}
