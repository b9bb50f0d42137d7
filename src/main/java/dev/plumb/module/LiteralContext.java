package dev.plumb.module;

import dev.plumb.diagnostic.Place;
import dev.plumb.value.Content;
import dev.plumb.value.FileTree;
import dev.plumb.value.Value;
import java.util.List;

/** Used where no host is known: accepts files, templates and conditions as they are. */
enum LiteralContext implements ArgContext {
  INSTANCE;

  @Override
  public Value render(Value value) {
    return value;
  }

  @Override
  public Content file(String name, Place place) {
    return Content.utf8("");
  }

  @Override
  public FileTree folder(String name, String ignoreFile, Place place) {
    return new FileTree(name, List.of());
  }

  @Override
  public Content template(String name, Place place) {
    return Content.utf8("");
  }

  @Override
  public boolean holds(Value expression) {
    return true;
  }

  static boolean hasTemplate(Value value) {
    return switch (value) {
      case Value.Text text -> text.template();
      case Value.Items items -> items.list().stream().anyMatch(LiteralContext::hasTemplate);
      case Value.Entries entries ->
          entries.map().values().stream().anyMatch(LiteralContext::hasTemplate);
      case Value.Num _, Value.Bool _, Value.Null _, Value.Unknown _ -> false;
    };
  }
}
