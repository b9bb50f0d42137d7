package dev.plumb.module.control;

import dev.plumb.module.Arg;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.List;

record AddHostSpec(
    @Arg(
            doc = "The host's name in the inventory.",
            example = "node4",
            aliases = {"hostname", "host"})
        String name,
    @Arg(
            doc = "Groups that it belongs to; those that are not there are made.",
            example = "[etcd, docker]",
            aliases = {"group", "groupname"})
        List<String> groups,
    @Arg(doc = "Variables of the host.", example = "{ansible_host: 192.168.199.111}", rest = true)
        Value.Entries vars) {

  AddHostSpec {
    name = new HostName(name).value();
    groups = GroupNames.split(groups);
    GroupNames.checkVariables(vars.map().keySet());
  }
}
