package dev.plumb.lab;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Keeps the tests' lab up while tests need it. */
final class LabExtension implements BeforeAllCallback, ExecutionCondition {

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

  /** The lab for the whole test run: made, and removed unless it was there before. */
  private static final class Lab implements AutoCloseable {

    private final boolean wasThere;

    Lab() {
      wasThere = !LabHosts.status("state").equals("down");
      LabHosts.lab("up").endedWith(0);
    }

    @Override
    public void close() {
      if (!wasThere) {
        LabHosts.lab("down", "--forget").endedWith(0);
      }
    }
  }
}
