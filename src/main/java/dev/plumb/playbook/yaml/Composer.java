package dev.plumb.playbook.yaml;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;

/** Composes a value from the parser's events. For one use by one thread. */
final class Composer {

  private static final int MAX_DEPTH = 100;

  /** Counted with every alias expanded: the number of values that a reader would visit. */
  private static final long MAX_VALUES = 1_000_000;

  private static final String MERGE = "<<";

  private final SourceText source;
  private final ParserImpl parser;
  private final Diagnostics problems;
  private final ScalarResolver scalars;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private final Set<String> unfinishedAnchors = new HashSet<>();
  private @Nullable List<String> lines;
  private long values;
  private int depth;

  private record Anchored(Value value, long values) {}

  /** The file exceeds a limit; reading stops. */
  static final class LimitExceededException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Diagnostic diagnostic;

    LimitExceededException(Diagnostic diagnostic) {
      super(diagnostic.summary(), null, false, false);
      this.diagnostic = diagnostic;
    }

    Diagnostic diagnostic() {
      return diagnostic;
    }
  }

  Composer(SourceText source, ParserImpl parser, Diagnostics problems, Decryption decryption) {
    this.source = source;
    this.parser = parser;
    this.problems = problems;
    this.scalars = new ScalarResolver(problems, decryption);
  }

  /** Composes the next value. */
  Value composeValue() {
    Event event = parser.getEvent();
    if (event instanceof AliasEvent alias) {
      return resolveAlias(alias);
    }
    NodeEvent node = (NodeEvent) event;
    String anchor = node.getAnchor();
    if (anchor != null) {
      unfinishedAnchors.add(anchor);
    }
    long before = values;
    count(1, node);
    if (++depth > MAX_DEPTH) {
      throw new LimitExceededException(
          error("Nested too deeply", node, "Values are nested more than " + MAX_DEPTH + " deep."));
    }
    Value value =
        switch (node) {
          case ScalarEvent scalar -> scalars.resolve(scalar, place(scalar));
          case SequenceStartEvent start -> items(start);
          case MappingStartEvent start -> entries(start);
          default ->
              throw new IllegalStateException("No such event. This is a bug in plumb: " + node);
        };
    depth--;
    if (anchor != null) {
      unfinishedAnchors.remove(anchor);
      anchors.put(anchor, new Anchored(value, values - before));
    }
    return value;
  }

  private Value resolveAlias(AliasEvent alias) {
    String name = alias.getAnchor();
    Anchored anchored = anchors.get(name);
    if (anchored != null && !unfinishedAnchors.contains(name)) {
      count(anchored.values(), alias);
      return anchored.value();
    }
    problems.add(
        unfinishedAnchors.contains(name)
            ? error(
                "Alias within itself",
                alias,
                "\"*" + name + "\" refers to the value that contains it, \"&" + name + "\".")
            : error(
                "Unknown alias",
                alias,
                "\"*%s\" refers to an anchor \"&%s\", which is not defined above it. Quote it if it is text:\n    \"*%s\""
                    .formatted(name, name, name)));
    return new Value.Null(place(alias));
  }

  private Value.Items items(SequenceStartEvent start) {
    checkTag(start.getTag(), ScalarResolver.TAG + "seq", start);
    List<Value> list = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      list.add(composeValue());
    }
    parser.getEvent();
    return new Value.Items(list, place(start));
  }

  private Value.Entries entries(MappingStartEvent start) {
    checkTag(start.getTag(), ScalarResolver.TAG + "map", start);
    Map<String, Value> own = new LinkedHashMap<>();
    Map<String, Place> places = new HashMap<>();
    List<Value> merged = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      Event at = parser.peekEvent();
      String key = key();
      Value value = composeValue();
      if (key == null) {
        continue;
      }
      if (key.equals(MERGE) && at instanceof ScalarEvent scalar && scalar.isPlain()) {
        merged.add(value);
      } else if (own.containsKey(key)) {
        Place first = places.getOrDefault(key, Place.NONE);
        problems.add(
            error(
                "Duplicate key",
                at,
                "The key \"%s\" is already in this mapping, at %d:%d. Remove one of them."
                    .formatted(key, first.line(), first.column())));
      } else {
        own.put(key, value);
        places.put(key, place(at));
      }
    }
    parser.getEvent();
    return merged.isEmpty()
        ? new Value.Entries(own, places, false, place(start))
        : merge(merged, own, places, place(start));
  }

  /** Own keys override merged ones; earlier merged mappings override later ones. */
  private Value.Entries merge(
      List<Value> merged, Map<String, Value> own, Map<String, Place> places, Place place) {
    Map<String, Value> all = new LinkedHashMap<>();
    List<Value> flat = new ArrayList<>();
    for (Value value : merged) {
      if (value instanceof Value.Items items) {
        flat.addAll(items.list());
      } else {
        flat.add(value);
      }
    }
    for (Value value : flat) {
      if (value instanceof Value.Entries entries) {
        entries.map().forEach(all::putIfAbsent);
        entries.keyPlaces().forEach(places::putIfAbsent);
      } else {
        problems.add(
            Diagnostic.error(
                "Invalid merge",
                value.place(),
                "\"<<\" must be a mapping or a list of mappings, but was " + value.kind() + "."));
      }
    }
    all.putAll(own);
    return new Value.Entries(all, places, false, place);
  }

  /** Returns the next key as written, or null after reporting a problem. */
  private @Nullable String key() {
    Event event = parser.peekEvent();
    if (event instanceof ScalarEvent scalar) {
      parser.getEvent();
      count(1, scalar);
      scalars.checkKeyTag(scalar, place(scalar));
      if (scalar.getAnchor() != null) {
        anchors.put(scalar.getAnchor(), new Anchored(scalars.resolve(scalar, place(scalar)), 1));
      }
      return scalar.getValue();
    }
    Value value = composeValue();
    if (value instanceof Value.Text text) {
      return text.text();
    }
    boolean jinja = event instanceof MappingStartEvent start && start.isFlow();
    problems.add(
        error(
            "Invalid key",
            event,
            jinja
                ? "A key must be text, but this is a mapping. For a template, write \"${name}\""
                    + " instead of Ansible's \"{{ name }}\"."
                : "A key must be text, but this is " + value.kind() + "."));
    return null;
  }

  private void checkTag(@Nullable String tag, String usual, NodeEvent node) {
    if (tag != null && !tag.equals("!") && !tag.equals(usual)) {
      problems.add(ScalarResolver.unknownTag(tag, place(node)));
    }
  }

  private void count(long more, Event at) {
    values += more;
    if (values > MAX_VALUES) {
      throw new LimitExceededException(
          error(
              "Too many values",
              at,
              "With all aliases expanded, this file contains more than 1,000,000 values. Use fewer"
                  + " aliases or several files."));
    }
  }

  private Diagnostic error(String summary, Event at, String detail) {
    return Diagnostic.error(summary, place(at), detail);
  }

  Place place(Event event) {
    Mark start = event.getStartMark();
    Mark end = event.getEndMark();
    if (event instanceof ScalarEvent scalar && (scalar.isLiteral() || scalar.isFolded())) {
      return blockPlace(start);
    }
    int length = 0;
    if (event instanceof ScalarEvent || event instanceof AliasEvent) {
      length =
          end.getLine() == start.getLine()
              ? end.getColumn() - start.getColumn()
              : lineLength(start.getLine()) - start.getColumn();
    }
    return new Place(source, start.getLine() + 1, start.getColumn() + 1, Math.max(0, length));
  }

  private Place blockPlace(Mark header) {
    List<String> lines = lines();
    int line = header.getLine() + 1;
    // The first line may be blank and then does not show the indentation of the block.
    for (int i = line; i < lines.size(); i++) {
      String text = lines.get(i);
      if (!text.isBlank()) {
        int indent = text.length() - text.stripLeading().length();
        boolean first = i == line;
        return new Place(source, line + 1, indent + 1, first ? text.strip().length() : 0);
      }
    }
    return new Place(source, header.getLine() + 1, header.getColumn() + 1, 1);
  }

  private int lineLength(int line) {
    return line < lines().size() ? lines().get(line).stripTrailing().length() : 0;
  }

  private List<String> lines() {
    if (lines == null) {
      lines = source.lines();
    }
    return lines;
  }
}
