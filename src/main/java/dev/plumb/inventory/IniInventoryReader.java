package dev.plumb.inventory;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an INI inventory into the tree, as Ansible does: {@code [group]}, {@code [group:children]},
 * {@code [group:vars]}. Host lines are shell words; values are Python literals or texts.
 */
final class IniInventoryReader {

  private static final Pattern SECTION =
      Pattern.compile("\\[([^:\\]\\s]+)(?::(\\w+))?\\]\\s*(?:#.*)?");
  private static final Pattern CHILD = Pattern.compile("([^:\\]\\s]+)\\s*(?:#.*)?");
  private static final Set<String> KINDS = Set.of("hosts", "children", "vars");

  /** A reference to a group before its section. */
  private static final class ForwardReference {
    final Place referencedAt;
    final boolean isChild;
    final List<GroupTree.Group> parents = new ArrayList<>();

    ForwardReference(Place place, boolean child) {
      this.referencedAt = place;
      this.isChild = child;
    }
  }

  private final GroupTree tree;
  private final YamlInventoryReader hosts;
  private final Diagnostics problems;
  private final SourceText source;
  private final Map<String, ForwardReference> forwardReferences = new LinkedHashMap<>();

  IniInventoryReader(
      GroupTree tree, YamlInventoryReader hosts, SourceText source, Diagnostics problems) {
    this.tree = tree;
    this.hosts = hosts;
    this.source = source;
    this.problems = problems;
  }

  void read() {
    String group = GroupTree.UNGROUPED;
    String kind = "hosts";
    List<String> lines = source.lines();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      int indent = lines.get(i).indexOf(line);
      Place place = new Place(source, i + 1, indent + 1, line.length());
      Matcher section = SECTION.matcher(line);
      if (section.matches()) {
        group = section.group(1);
        kind = section.group(2) == null ? "hosts" : section.group(2);
        section(group, kind, place);
      } else if (line.startsWith("[") && line.endsWith("]")) {
        error(
            "Invalid section",
            place,
            "A section header is \"[group]\", \"[group:children]\" or \"[group:vars]\", without"
                + " spaces.");
        kind = "";
      } else {
        switch (kind) {
          case "hosts" -> hosts(tree.group(group), line, place);
          case "children" -> child(tree.group(group), line, place);
          case "vars" -> variable(tree.group(group), line, place);
          default -> {} // in a section that was reported as invalid
        }
      }
    }
    forwardReferences.forEach(this::reportUndeclared);
  }

  private void section(String group, String kind, Place place) {
    if (!KINDS.contains(kind)) {
      error(
          "Invalid section",
          place,
          "The kind of a section must be hosts, children or vars, but was \"%s\".%s"
              .formatted(kind, DidYouMean.suggestion(kind, KINDS)));
      return;
    }
    boolean vars = kind.equals("vars");
    if (!tree.names().contains(group)) {
      if (vars && !forwardReferences.containsKey(group)) {
        forwardReferences.put(group, new ForwardReference(place, false));
      }
      tree.group(group);
    }
    if (!vars) {
      resolve(group);
    }
  }

  /** Adds a newly declared group to the parents that referenced it. */
  private void resolve(String name) {
    ForwardReference was = forwardReferences.remove(name);
    if (was != null) {
      for (GroupTree.Group parent : was.parents) {
        addChild(parent, name, was.referencedAt);
        if (forwardReferences.containsKey(parent.name)) {
          resolve(parent.name);
        }
      }
    }
  }

  private void child(GroupTree.Group parent, String line, Place place) {
    Matcher child = CHILD.matcher(line);
    if (!child.matches() || line.contains("=")) {
      error(
          "Invalid child group",
          place,
          "Each line of the section \"[%s:children]\" must be the name of a group.%s"
              .formatted(
                  parent.name,
                  line.contains("=")
                      ? " Variables belong under:\n    [" + parent.name + ":vars]"
                      : ""));
      return;
    }
    String name = child.group(1);
    Place named = new Place(source, place.line(), place.column(), name.length());
    if (tree.names().contains(name) && !forwardReferences.containsKey(name)) {
      addChild(parent, name, named);
    } else {
      forwardReferences
          .computeIfAbsent(name, _ -> new ForwardReference(named, true))
          .parents
          .add(parent);
    }
  }

  private void addChild(GroupTree.Group parent, String name, Place place) {
    if (tree.isWithin(parent.name, name)) {
      error(
          "Group cycle",
          place,
          "The group \"%s\" cannot be a child of \"%s\", because that group is already below \"%s\"."
              .formatted(name, parent.name, name));
      return;
    }
    tree.group(name);
    parent.children.add(name);
  }

  private void reportUndeclared(String name, ForwardReference wanted) {
    String known =
        DidYouMean.suggestion(name, tree.names().stream().filter(n -> !n.equals(name)).toList());
    error(
        "Unknown group",
        wanted.referencedAt,
        wanted.isChild
            ? "The group \"%s\", listed as a child of \"%s\", is not declared: there is no section \"[%s]\".%s"
                .formatted(name, wanted.parents.getFirst().name, name, known)
            : "The section sets variables of the group \"%s\", which is not declared: there is no section \"[%s]\".%s"
                .formatted(name, name, known));
  }

  private void variable(GroupTree.Group group, String line, Place place) {
    int equals = line.indexOf('=');
    if (equals < 0) {
      error(
          "Invalid variable",
          place,
          "Each line of the section \"[%s:vars]\" must be \"name=value\".%s"
              .formatted(
                  group.name, line.contains(":") ? " INI uses \"=\" where YAML uses \":\"." : ""));
      return;
    }
    String written = line.substring(equals + 1).strip();
    int column = place.column() + line.indexOf(written, equals + 1);
    group.vars.put(
        line.substring(0, equals).strip(),
        PythonLiteral.read(written, new Place(source, place.line(), column, written.length())));
  }

  private void hosts(GroupTree.Group group, String line, Place place) {
    List<ShellWords.Word> words;
    try {
      words = ShellWords.split(line);
    } catch (IllegalArgumentException e) {
      error("Invalid host line", place, "The line " + e.getMessage() + ".");
      return;
    }
    if (words.isEmpty()) {
      return;
    }
    Map<String, Value> vars = new LinkedHashMap<>();
    for (ShellWords.Word word : words.subList(1, words.size())) {
      Place at = new Place(source, place.line(), place.column() + word.start(), word.length());
      int equals = word.text().indexOf('=');
      if (equals < 0) {
        error(
            "Invalid host line",
            at,
            "After the host name, a line contains variables as \"name=value\", but this is \"%s\". Write no spaces around \"=\", and quote values that contain spaces:\n    name='two words'"
                .formatted(word.text()));
      } else {
        vars.put(
            word.text().substring(0, equals),
            PythonLiteral.read(word.text().substring(equals + 1), at));
      }
    }
    ShellWords.Word name = words.getFirst();
    Place at = new Place(source, place.line(), place.column(), name.length());
    if (name.text().endsWith(":") || name.text().equals("---")) {
      error(
          "Invalid host name",
          at,
          "\"%s\" is not a valid host name. If the file is YAML, its name must end in .yml."
              .formatted(name.text()));
      return;
    }
    hosts.host(group, name.text(), vars, at);
  }

  private void error(String summary, Place place, String detail) {
    problems.add(Diagnostic.error(summary, place, detail));
  }
}
