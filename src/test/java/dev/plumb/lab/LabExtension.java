package dev.plumb.lab;

import static java.lang.ProcessBuilder.Redirect.DISCARD;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Keeps the lab up while tests need it. */
final class LabExtension implements BeforeAllCallback, ExecutionCondition {

  private static final String LAB = Path.of("lab", "lab").toString();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    boolean possible =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("user.name").equals("root");
    if (possible) {
      return ConditionEvaluationResult.enabled("root on Linux");
    }
    String why = "LEFT OUT: " + context.getDisplayName() + " needs root on Linux to make the lab";
    System.err.println(why);
    return ConditionEvaluationResult.disabled(why);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.create(LabExtension.class))
        .getOrComputeIfAbsent(Lab.class, _ -> new Lab());
  }

  /** The lab for the whole test run. */
  private static final class Lab implements AutoCloseable {

    private final boolean wasUp;

    Lab() {
      wasUp = run(new ProcessBuilder("ip", "link", "show", "plumb0")) == 0;
      assertThat(run(new ProcessBuilder(LAB, "up"))).as("the status of lab up").isZero();
    }

    @Override
    public void close() {
      if (!wasUp) {
        assertThat(run(new ProcessBuilder(LAB, "down"))).as("the status of lab down").isZero();
      }
    }

    private static int run(ProcessBuilder command) {
      try {
        // Standard output is Surefire's line to Maven: nobody else may write on it.
        return command.redirectErrorStream(true).redirectOutput(DISCARD).start().waitFor();
      } catch (IOException e) {
        throw new AssertionError(command.command() + " cannot be started", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }
}
