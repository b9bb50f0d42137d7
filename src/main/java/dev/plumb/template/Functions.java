package dev.plumb.template;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.value.Value;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The functions that expressions may call in addition to FreeMarker's built-ins. A variable hides a
 * function of the same name.
 */
public final class Functions {

  private static final Map<String, ExpressionFunction> BY_NAME = new LinkedHashMap<>();

  static {
    List.of(ControllerFunctions.ALL, TextFunctions.ALL, DataFunctions.ALL, CidrFunctions.ALL)
        .forEach(list -> list.forEach(function -> BY_NAME.put(function.name(), function)));
  }

  private Functions() {}

  /** Returns all functions in documentation order. */
  public static List<ExpressionFunction> all() {
    return List.copyOf(BY_NAME.values());
  }

  static Set<String> names() {
    return BY_NAME.keySet();
  }

  static Optional<TemplateModel> find(String name, Rendering rendering) {
    return Optional.ofNullable(BY_NAME.get(name)).map(function -> new Call(function, rendering));
  }

  /** Adapts a function to FreeMarker. */
  private record Call(ExpressionFunction function, Rendering rendering)
      implements TemplateMethodModelEx, ExpressionFunction.Caller {

    @Override
    public @Nullable Object exec(@SuppressWarnings("rawtypes") List arguments) {
      List<Value> args = new ArrayList<>();
      TemplateSource here = TemplateSource.text(Value.text(function.name()));
      for (Object argument : arguments) {
        args.add(ResultConverter.value((TemplateModel) argument, here, rendering));
      }
      if (args.size() < function.min() || args.size() > function.max()) {
        throw wrong(
            "It requires %s, but was called with %d. Usage:\n    %s"
                .formatted(howMany(), args.size(), function.signature()));
      }
      try {
        return rendering.model(function.body().call(args, this), "");
      } catch (IllegalArgumentException e) {
        throw wrong(String.valueOf(e.getMessage()));
      }
    }

    private String howMany() {
      String most = function.max() == Integer.MAX_VALUE ? "or more" : "to " + function.max();
      return function.min() == function.max()
          ? function.min() + (function.min() == 1 ? " argument" : " arguments")
          : function.min() + " " + most + " arguments";
    }

    private BadInputException wrong(String detail) {
      return new BadInputException(
          Diagnostic.error(
              "Function failed", "The function \"" + function.name() + "\" failed. " + detail));
    }

    @Override
    public ControllerAccess controller() {
      return rendering.controller();
    }

    @Override
    public String folder() {
      return rendering.scope().lookup("playbook_dir").map(Value::toString).orElse(".");
    }
  }
}
