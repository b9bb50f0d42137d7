package dev.plumb.catalog;

import dev.plumb.module.TaskModule;
import dev.plumb.module.file.CopyModule;
import dev.plumb.module.file.FileModule;
import dev.plumb.module.file.LineInFileModule;
import dev.plumb.module.file.StatModule;
import dev.plumb.module.file.TemplateModule;
import java.util.List;

/** Every module there is. A list by hand: shorter than any mechanism that would find them. */
public final class Modules {

  private Modules() {}

  public static List<TaskModule<?, ?>> all() {
    return List.of(
        new CopyModule(), //
        new FileModule(),
        new LineInFileModule(),
        new StatModule(),
        new TemplateModule() //
        );
  }
}
