package dev.plumb.module.control;

import dev.plumb.module.Arg;
import java.util.List;
import java.util.stream.Stream;

record GroupBySpec(
    @Arg(
            doc = "The group; spaces become \"-\", what else a group's name cannot hold \"_\".",
            example = "os_${ansible_distribution}")
        String key,
    @Arg(doc = "More groups, as Ansible's parents of the group.", example = "[linux]")
        List<String> parents) {

  GroupBySpec {
    if (key.isBlank()) {
      throw new IllegalArgumentException("must have a name in \"key\"");
    }
    parents = GroupNames.split(parents);
  }

  List<String> groups() {
    return Stream.concat(
            Stream.of(
                key.strip()
                    .replace(' ', '-')
                    .replaceAll("[^\\w.-]", "_")
                    .replaceFirst("^(?=[0-9-])", "_")),
            parents.stream())
        .toList();
  }
}
