package dev.plumb.cli.run;

import dev.plumb.cli.option.HostOptions;
import dev.plumb.cli.option.ReportOptions;
import dev.plumb.cli.option.RetryFile;
import dev.plumb.cli.process.ExitStatus;
import dev.plumb.cli.process.InterruptHandler;
import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.engine.Engine;
import dev.plumb.engine.TaskFilter;
import dev.plumb.engine.event.Event;
import dev.plumb.inventory.LiveInventory;
import dev.plumb.module.ModuleRegistry;
import dev.plumb.playbook.Playbook;
import java.util.List;

/**
 * Runs playbooks and reports the run.
 *
 * @param confirmTasks whether the user confirms each task
 */
public record PlaybookRunner(
    HostOptions hosts,
    ReportOptions reporting,
    boolean confirmTasks,
    ModuleRegistry modules,
    ProcessEnvironment environment) {

  /** Runs the playbooks and returns the exit status. */
  public int run(List<Playbook> playbooks, LiveInventory inventory) {
    TaskFilter filter =
        confirmTasks
            ? new TaskFilter(new TaskConfirmation(environment.prompter()))
            : TaskFilter.NONE;
    try (RunReports reports =
        RunReports.open(reporting, hosts.run().mode(), !confirmTasks, playbooks, environment)) {
      Engine engine = Wiring.engine(modules, reports, environment);
      try (InterruptHandler _ = InterruptHandler.listen(engine::interrupt, reports::note)) {
        Event.RunEnded ended = engine.run(playbooks, inventory, hosts.run(), filter);
        RetryFile.write(ended, environment).ifPresent(reports::note);
        return ExitStatus.of(ended, hosts.run().mode()).number();
      }
    }
  }
}
