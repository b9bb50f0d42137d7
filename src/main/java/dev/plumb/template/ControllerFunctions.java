package dev.plumb.template;

import dev.plumb.value.Value;
import java.util.List;

/** What the machine that plumb runs on has. */
final class ControllerFunctions {

  static final List<ExpressionFunction> ALL =
      List.of(
          new ExpressionFunction(
              "env(name, default)",
              "An environment variable of the machine that plumb runs on. Without a default it must be set.",
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
              "The text of a file on the machine that plumb runs on, without empty lines at its end. A relative path begins at the playbook's folder.",
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
              "The password that a file on the machine that plumb runs on holds. Where there is no such file, a random one is made and kept there for the next run.",
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
