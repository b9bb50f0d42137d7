package dev.plumb.engine;

import dev.plumb.engine.prepare.TaskInstance;
import dev.plumb.engine.task.HostRun;
import dev.plumb.playbook.ExecutionOptions;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Decides whether failed hosts of a batch stop the play. */
final class BatchFailures {

  private final List<HostRun> hosts;
  private final Optional<BigDecimal> maxPercentage;
  private int before;

  BatchFailures(List<HostRun> hosts, Optional<BigDecimal> maxPercentage) {
    this.hosts = hosts;
    this.maxPercentage = maxPercentage;
  }

  /** Must be called first: hosts that failed in earlier plays do not count. */
  void begin() {
    before = failed();
  }

  boolean failedAsAWhole() {
    return failed() > before && failed() == hosts.size();
  }

  /** Returns whether the failures so far stop the play after a task. */
  boolean stopPlay(TaskInstance instance) {
    ExecutionOptions options = instance.task().inherited().options();
    return failed() > before
        && (options.anyErrorsFatal() || options.runOnce() || exceedMaxPercentage());
  }

  private boolean exceedMaxPercentage() {
    BigDecimal failures = BigDecimal.valueOf(100L * (failed() - before));
    return maxPercentage
        .filter(max -> failures.compareTo(max.multiply(BigDecimal.valueOf(hosts.size()))) > 0)
        .isPresent();
  }

  private int failed() {
    return (int) hosts.stream().filter(HostRun::isFailed).count();
  }
}
