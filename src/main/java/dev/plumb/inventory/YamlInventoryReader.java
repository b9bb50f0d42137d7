package dev.plumb.inventory;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a YAML inventory into the tree: groups with {@code hosts}, {@code children}, {@code vars}.
 * The other formats add hosts through it.
 */
final class YamlInventoryReader {

  private static final Set<String> GROUP_KEYS = new TreeSet<>(Set.of("hosts", "children", "vars"));

  /** {@code name:22}; brackets contain a range. */
  private static final Pattern WITH_PORT =
      Pattern.compile("((?:[^:\\[\\]]|\\[[^\\]]*\\])+):([0-9]+)");

  private static final Pattern IPV6_WITH_PORT =
      Pattern.compile("\\[([0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*)\\]:([0-9]+)");
  private static final Pattern GROUP_NAME = Pattern.compile("[^\\s:,!&*?\\[\\]/]+");

  private final GroupTree tree;
  private final Diagnostics problems;

  YamlInventoryReader(GroupTree tree, Diagnostics problems) {
    this.tree = tree;
    this.problems = problems;
  }

  void read(Value value) {
    switch (value) {
      case Value.Entries groups ->
          groups.map().forEach((name, body) -> group(name, groups.keyPlace(name), body));
      case Value.Null _ -> {}
      default ->
          error(
              "Invalid inventory",
              value.place(),
              "An inventory must be a mapping of groups, but was "
                  + value.kind()
                  + ". For example:\n"
                  + "    all:\n"
                  + "      hosts:\n"
                  + "        node0:\n"
                  + "          ansible_host: 192.0.2.10");
    }
  }

  private void group(String name, Place place, Value body) {
    if (!GROUP_NAME.matcher(name).matches()) {
      error(
          "Invalid group name",
          place,
          "A group name must not contain spaces or any of : , ! & * ? [ ] /, but was \""
              + name
              + "\".");
      return;
    }
    GroupTree.Group group = tree.group(name);
    if (body instanceof Value.Null) {
      return;
    }
    if (!(body instanceof Value.Entries entries)) {
      error(
          "Invalid group",
          body.place(),
          "The group \"%s\" must be a mapping with hosts, children or vars, but was %s."
              .formatted(name, body.kind()));
      return;
    }
    entries
        .map()
        .forEach(
            (key, value) -> {
              switch (key) {
                case "hosts" -> mapping("hosts", value).ifPresent(hosts -> hosts(group, hosts));
                case "children" ->
                    mapping("children", value).ifPresent(children -> children(group, children));
                case "vars" -> mapping("vars", value).ifPresent(v -> group.vars.putAll(v.map()));
                default -> unknownKey(name, key, entries.keyPlace(key));
              }
            });
  }

  private void unknownKey(String group, String key, Place place) {
    String question = DidYouMean.suggestion(key, GROUP_KEYS);
    error(
        "Unknown keyword",
        place,
        "A group has the keys hosts, children and vars, but \"%s\" has \"%s\".%s"
            .formatted(
                group,
                key,
                question.isEmpty()
                    ? " Child groups belong under \"children\", hosts under \"hosts\"."
                    : question));
  }

  private void children(GroupTree.Group parent, Value.Entries children) {
    children
        .map()
        .forEach(
            (name, body) -> {
              if (tree.isWithin(parent.name, name)) {
                error(
                    "Group cycle",
                    children.keyPlace(name),
                    "The group \"%s\" cannot be a child of \"%s\", because that group is already below \"%s\"."
                        .formatted(name, parent.name, name));
                return;
              }
              parent.children.add(name);
              group(name, children.keyPlace(name), body);
            });
  }

  private void hosts(GroupTree.Group group, Value.Entries hosts) {
    hosts
        .map()
        .forEach(
            (pattern, value) -> {
              Place place = hosts.keyPlace(pattern);
              Map<String, Value> vars =
                  mapping("the variables of host " + pattern, value)
                      .map(Value.Entries::map)
                      .orElse(Map.of());
              host(group, pattern, vars, place);
            });
  }

  /** Adds a host or a range of hosts; {@code name:22} also sets the port. */
  void host(GroupTree.Group group, String written, Map<String, Value> vars, Place place) {
    Matcher withPort = WITH_PORT.matcher(written);
    Matcher ipv6 = IPV6_WITH_PORT.matcher(written);
    boolean isIpv6 = ipv6.matches();
    Matcher port = isIpv6 ? ipv6 : withPort;
    boolean hasPort = isIpv6 || withPort.matches();
    List<HostName> names;
    try {
      String pattern = hasPort ? port.group(1) : written;
      names = HostRange.expand(pattern).stream().map(HostName::new).toList();
    } catch (IllegalArgumentException e) {
      error("Invalid host name", place, "A host name " + e.getMessage() + ".");
      return;
    }
    for (HostName name : names) {
      boolean isNew = !tree.hasHost(name);
      Map<String, Value> known = add(group, name);
      if (hasPort && isNew) {
        known.put("ansible_port", new Value.Num(new BigDecimal(port.group(2)), place));
      }
      known.putAll(vars);
    }
  }

  /** Adds a host and returns its modifiable variables. */
  Map<String, Value> add(GroupTree.Group group, HostName name) {
    group.hosts.add(name);
    return tree.host(name);
  }

  /**
   * @throws IllegalArgumentException with a message that starts with "must"
   */
  HostName name(String name) {
    return new HostName(name);
  }

  private Optional<Value.Entries> mapping(String what, Value value) {
    return switch (value) {
      case Value.Entries entries -> Optional.of(entries);
      case Value.Null _ -> Optional.empty();
      // A single name needs no colon.
      case Value.Text name when what.equals("hosts") || what.equals("children") ->
          Optional.of(
              new Value.Entries(
                  Map.of(name.text(), new Value.Null(name.place())),
                  Map.of(name.text(), name.place()),
                  false,
                  name.place()));
      default -> {
        boolean names = what.equals("hosts") || what.equals("children");
        error(
            "Invalid inventory",
            value.place(),
            "\"%s\" must be a mapping, but was %s.%s"
                .formatted(
                    what,
                    value.kind(),
                    names ? " Each name ends in a colon:\n    " + what + ":\n      name:" : ""));
        yield Optional.empty();
      }
    };
  }

  private void error(String summary, Place place, String detail) {
    problems.add(Diagnostic.error(summary, place, detail));
  }
}
