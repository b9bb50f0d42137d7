package dev.plumb.engine.prepare;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.playbook.Loop;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Computes the items of each form of a loop. */
final class Loops {

  private static final int MAX_SEQUENCE_LENGTH = 100_000;

  private Loops() {}

  /**
   * @throws BadInputException if the form does not accept the value
   */
  static List<Value> items(Loop loop, Value over) {
    return switch (loop.form()) {
      case LOOP, LIST -> list(loop, over);
      case ITEMS -> flatten(list(loop, over), 1);
      case FLATTENED -> flatten(list(loop, over), Integer.MAX_VALUE);
      case DICT -> entries(loop, over);
      case INDEXED -> indexed(flatten(list(loop, over), 1));
      case NESTED, CARTESIAN -> product(loop, list(loop, over));
      case TOGETHER -> together(loop, list(loop, over));
      case SUBELEMENTS -> subelements(loop, list(loop, over));
      case SEQUENCE -> sequence(loop, over);
      case FILEGLOB, FIRST_FOUND, INVENTORY_HOSTNAMES ->
          throw new IllegalStateException("must be looked up: " + loop.form());
    };
  }

  private static List<Value> list(Loop loop, Value value) {
    if (value instanceof Value.Items items) {
      return items.list();
    }
    throw invalid(loop, "must be a list, but was " + value.kind());
  }

  private static List<Value> flatten(List<Value> list, int deep) {
    List<Value> flat = new ArrayList<>();
    for (Value each : list) {
      if (each instanceof Value.Items inner && deep > 0) {
        flat.addAll(flatten(inner.list(), deep - 1));
      } else {
        flat.add(each);
      }
    }
    return flat;
  }

  private static List<Value> entries(Loop loop, Value over) {
    if (!(over instanceof Value.Entries entries)) {
      throw invalid(loop, "must be a mapping, but was " + over.kind());
    }
    List<Value> all = new ArrayList<>();
    entries
        .map()
        .forEach(
            (key, value) -> {
              Map<String, Value> item = new LinkedHashMap<>();
              item.put("key", Value.text(key));
              item.put("value", value);
              all.add(Value.map(item));
            });
    return all;
  }

  private static List<Value> indexed(List<Value> list) {
    List<Value> all = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      all.add(Value.list(List.of(Value.number(i), list.get(i))));
    }
    return all;
  }

  private static List<Value> product(Loop loop, List<Value> lists) {
    List<List<Value>> rows = List.of(List.of());
    for (Value one : lists) {
      List<List<Value>> longer = new ArrayList<>();
      for (List<Value> row : rows) {
        for (Value each : list(loop, one)) {
          List<Value> next = new ArrayList<>(row);
          next.add(each);
          longer.add(next);
        }
      }
      rows = longer;
    }
    return lists.isEmpty() ? List.of() : rows.stream().<Value>map(Value::list).toList();
  }

  private static List<Value> together(Loop loop, List<Value> lists) {
    List<List<Value>> columns = lists.stream().map(each -> list(loop, each)).toList();
    int longest = columns.stream().mapToInt(List::size).max().orElse(0);
    List<Value> rows = new ArrayList<>();
    for (int i = 0; i < longest; i++) {
      int row = i;
      rows.add(
          Value.list(
              columns.stream()
                  .map(column -> row < column.size() ? column.get(row) : Value.nothing())
                  .toList()));
    }
    return rows;
  }

  /** Pairs each entry with each element of its list under a key. */
  private static List<Value> subelements(Loop loop, List<Value> given) {
    if (given.size() < 2) {
      throw invalid(loop, "must be a list of a list and a key, as in [users, ssh_keys]");
    }
    String path = given.get(1).toString();
    List<Value> pairs = new ArrayList<>();
    for (Value each : list(loop, given.getFirst())) {
      Value at = each;
      for (String key : path.split("\\.")) {
        at =
            at instanceof Value.Entries entries && entries.get(key).isPresent()
                ? entries.get(key).get()
                : Value.nothing();
      }
      if (!(at instanceof Value.Items elements)) {
        throw invalid(loop, "needs a list under \"" + path + "\" in each entry, but one has none");
      }
      elements.list().forEach(element -> pairs.add(Value.list(List.of(each, element))));
    }
    return pairs;
  }

  /** {@code start=1 end=5 stride=2 format=node%02d}, or {@code count=5}. */
  private static List<Value> sequence(Loop loop, Value over) {
    Map<String, String> given = new HashMap<>();
    for (String word : over.toString().strip().split("\\s+")) {
      int equals = word.indexOf('=');
      if (equals < 1
          || !List.of("start", "end", "count", "stride", "format")
              .contains(word.substring(0, equals))) {
        throw invalid(
            loop, "takes start=, end= or count=, stride= and format=, but was \"" + over + "\"");
      }
      given.put(word.substring(0, equals), word.substring(equals + 1));
    }
    try {
      long start = Long.parseLong(given.getOrDefault("start", "1"));
      long stride = Long.parseLong(given.getOrDefault("stride", "1"));
      long count =
          given.containsKey("count")
              ? Long.parseLong(given.get("count"))
              : stride == 0
                  ? 0
                  : Math.max(
                      0, (Long.parseLong(given.getOrDefault("end", "0")) - start) / stride + 1);
      if (count > MAX_SEQUENCE_LENGTH) {
        throw invalid(loop, "must have no more than " + MAX_SEQUENCE_LENGTH + " items");
      }
      List<Value> all = new ArrayList<>(Collections.emptyList());
      for (long i = 0; i < count; i++) {
        all.add(
            Value.text(
                String.format(
                    Locale.ROOT, given.getOrDefault("format", "%d"), start + i * stride)));
      }
      return all;
    } catch (IllegalArgumentException e) {
      throw invalid(loop, "has a number or a format that cannot be used: \"" + over + "\"");
    }
  }

  static BadInputException invalid(Loop loop, String what) {
    return new BadInputException(
        Diagnostic.error(
            "Invalid loop",
            loop.over().place(),
            "\"" + loop.form().keyword() + "\" " + what + "."));
  }
}
