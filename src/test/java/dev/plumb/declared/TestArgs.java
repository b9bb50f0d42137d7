package dev.plumb.declared;

import dev.plumb.diagnostic.Place;
import dev.plumb.module.ArgContext;
import dev.plumb.value.Content;
import dev.plumb.value.FileTree;
import dev.plumb.value.Value;
import java.util.List;

/** Takes arguments as they are written. */
final class TestArgs implements ArgContext {

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
}
