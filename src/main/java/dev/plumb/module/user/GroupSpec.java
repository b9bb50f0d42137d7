package dev.plumb.module.user;

import dev.plumb.module.Arg;
import dev.plumb.value.UserName;
import java.util.Optional;

record GroupSpec(
    @Arg(doc = "The group.", example = "etcd") UserName name,
    @Arg(doc = "Its number. Left as found when absent.", example = "900") Optional<Integer> gid,
    @Arg(
            doc = "Whether a new group gets a number from those of system groups.",
            example = "true",
            defaultValue = "false")
        boolean system,
    @Arg(doc = "Whether it shall be there.", example = "absent", defaultValue = "present")
        Presence state) {}
