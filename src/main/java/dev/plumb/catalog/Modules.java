package dev.plumb.catalog;

import dev.plumb.module.TaskModule;
import dev.plumb.module.cron.CronModule;
import dev.plumb.module.file.CopyModule;
import dev.plumb.module.file.FileModule;
import dev.plumb.module.file.GetUrlModule;
import dev.plumb.module.file.LineInFileModule;
import dev.plumb.module.file.StatModule;
import dev.plumb.module.file.TemplateModule;
import dev.plumb.module.sysctl.SysctlModule;
import java.util.List;

/** Every module there is. A list by hand: shorter than any mechanism that would find them. */
public final class Modules {

  private Modules() {}

  public static List<TaskModule<?, ?>> all() {
    return List.of(
        new CopyModule(),
        new CronModule(),
        new FileModule(),
        new GetUrlModule(),
        new LineInFileModule(),
        new StatModule(),
        new SysctlModule(),
        new TemplateModule());
  }
}
