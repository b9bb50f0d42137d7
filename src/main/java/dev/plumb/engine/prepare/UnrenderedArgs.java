package dev.plumb.engine.prepare;

import dev.plumb.diagnostic.Place;
import dev.plumb.module.ArgContext;
import dev.plumb.value.Content;
import dev.plumb.value.FileTree;
import dev.plumb.value.Value;

/** The arguments of plumb's own tasks, which contain nothing to render. */
public enum UnrenderedArgs implements ArgContext {
  INSTANCE;

  @Override
  public Value render(Value value) {
    return value;
  }

  @Override
  public Content file(String name, Place place) {
    throw new IllegalStateException("plumb's own tasks name no files");
  }

  @Override
  public FileTree folder(String name, String ignoreFile, Place place) {
    throw new IllegalStateException("plumb's own tasks name no folders");
  }

  @Override
  public Content template(String name, Place place) {
    throw new IllegalStateException("plumb's own tasks name no templates");
  }

  @Override
  public boolean holds(Value expression) {
    throw new IllegalStateException("plumb's own tasks have no conditions");
  }
}
