package dev.plumb.template;

import dev.plumb.value.Value;
import java.util.List;

/** Functions that access the control machine. */
final class ControllerFunctions {

  static final List<ExpressionFunction> ALL =
      List.of(
          new ExpressionFunction(
              "env(name, default)",
              "Returns an environment variable of the control machine. Without a default it must be"
                  + " set.",
              "env('PLUMB_NO_SUCH_VARIABLE', 'none')",
              "\"none\"",
              1,
              2,
              (args, caller) ->
                  caller
                      .controller()
                      .env(args.get(0).toString())
                      .map(Value::text)
                      .<Value>map(text -> text)
                      .or(() -> args.stream().skip(1).findFirst())
                      .orElseThrow(
                          () ->
                              new IllegalArgumentException(
                                  "The environment variable \"%s\" is not set. Set it, or give a default:\n    env('%s', '')"
                                      .formatted(args.get(0), args.get(0))))),
          new ExpressionFunction(
              "file(path)",
              "Returns the text of a file on the control machine without trailing whitespace."
                  + " Relative paths start at the playbook's directory.",
              "file('files/motd')",
              "",
              1,
              1,
              (args, caller) ->
                  Value.text(
                      caller
                          .controller()
                          .file(args.get(0).toString(), caller.folder())
                          .stripTrailing())),
          new ExpressionFunction(
              "password(path, length = 20)",
              "Returns the password in a file on the control machine. If the file does not exist,"
                  + " generates a random password and stores it there for later runs.",
              "password('secrets/db', 32)",
              "",
              1,
              2,
              (args, caller) ->
                  Value.text(
                      caller
                          .controller()
                          .password(
                              args.get(0).toString(),
                              caller.folder(),
                              args.size() > 1 ? TextFunctions.intValue(args.get(1)) : 20))));

  private ControllerFunctions() {}
}
