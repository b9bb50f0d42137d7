package dev.plumb.catalog;

import dev.plumb.module.TaskModule;
import dev.plumb.module.file.FileModule;
import java.util.List;

/** Every module there is. A list by hand: shorter than any mechanism that would find them. */
public final class Modules {

  private Modules() {}

  public static List<TaskModule<?, ?>> all() {
    return List.of(
        new FileModule() //
        );
  }
}
