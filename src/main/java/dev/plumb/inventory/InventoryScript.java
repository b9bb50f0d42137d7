package dev.plumb.inventory;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.diagnostic.Place;
import dev.plumb.json.JsonReader;
import dev.plumb.value.Value;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs an executable inventory: {@code --list}, and {@code --host NAME} for each host if the output
 * has no {@code _meta}. The output never contains templates.
 */
final class InventoryScript {

  private static final int TIMEOUT_SECONDS = 120;

  private final Path file;
  private final GroupTree tree;
  private final YamlInventoryReader hosts;
  private final Diagnostics problems;

  InventoryScript(Path file, GroupTree tree, YamlInventoryReader hosts, Diagnostics problems) {
    this.file = file;
    this.tree = tree;
    this.hosts = hosts;
    this.problems = problems;
  }

  /** Returns whether the file is an executable program; the x bit alone is often an accident. */
  static boolean isScript(Path file) {
    if (!Files.isExecutable(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] begin = in.readNBytes(4);
      return (begin.length > 1 && begin[0] == '#' && begin[1] == '!')
          || (begin.length == 4 && begin[0] == 0x7f && begin[1] == 'E' && begin[2] == 'L');
    } catch (IOException _) {
      return false;
    }
  }

  void read() {
    Optional<Value> answer = run("--list");
    if (answer.isEmpty()) {
      return;
    }
    if (!(answer.get() instanceof Value.Entries groups)) {
      error("it returned " + answer.get().kind() + " instead of a mapping of groups");
      return;
    }
    Map<String, Value> met = new LinkedHashMap<>();
    groups
        .map()
        .forEach(
            (name, body) -> {
              if (!name.equals("_meta")) {
                group(name, body, met);
              }
            });
    Optional<Value.Entries> meta =
        entries(groups.get("_meta")).flatMap(m -> entries(m.get("hostvars")));
    for (String host : met.keySet()) {
      Optional<Value> vars = meta.isPresent() ? meta.get().get(host) : run("--host", host);
      entries(vars).ifPresent(v -> tree.host(hosts.name(host)).putAll(v.map()));
    }
  }

  private void group(String name, Value body, Map<String, Value> met) {
    GroupTree.Group group = tree.group(name);
    switch (body) {
      case Value.Items members -> members(group, members, met);
      case Value.Entries parts
          when parts.map().keySet().stream().noneMatch(InventoryScript::isPart) -> {
        // Short form: the name is a host, the mapping its variables.
        members(group, Value.texts(List.of(name)), met);
        group.vars.putAll(parts.map());
      }
      case Value.Entries parts -> {
        parts.get("hosts").ifPresent(list -> members(group, list, met));
        entries(parts.get("vars")).ifPresent(vars -> group.vars.putAll(vars.map()));
        if (parts.get("children").orElse(Value.nothing()) instanceof Value.Items children) {
          for (Value child : children.list()) {
            if (tree.isWithin(name, child.toString())) {
              error("the group \"%s\" contains itself through \"%s\"".formatted(name, child));
            } else {
              tree.group(child.toString());
              group.children.add(child.toString());
            }
          }
        }
      }
      default -> error("group \"" + name + "\" is " + body.kind());
    }
  }

  private static boolean isPart(String key) {
    return key.equals("hosts") || key.equals("vars") || key.equals("children");
  }

  private void members(GroupTree.Group group, Value list, Map<String, Value> met) {
    if (!(list instanceof Value.Items names)) {
      error("the hosts of group \"" + group.name + "\" are " + list.kind() + " instead of a list");
      return;
    }
    for (Value name : names.list()) {
      met.put(name.toString(), name);
      try {
        hosts.add(group, hosts.name(name.toString()));
      } catch (IllegalArgumentException e) {
        error("a host name " + e.getMessage());
      }
    }
  }

  private static Optional<Value.Entries> entries(Optional<Value> value) {
    return value.flatMap(v -> v instanceof Value.Entries e ? Optional.of(e) : Optional.empty());
  }

  private Optional<Value> run(String... words) {
    List<String> command = new ArrayList<>(List.of(file.toAbsolutePath().toString()));
    command.addAll(List.of(words));
    String said = String.join(" ", words);
    Path errors = null;
    try {
      errors = Files.createTempFile("plumb-inventory", ".err");
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectError(errors.toFile())
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        error("with " + said + " it did not finish within " + TIMEOUT_SECONDS + " s");
        return Optional.empty();
      }
      String stderr = Files.readString(errors, StandardCharsets.ISO_8859_1).strip();
      if (process.exitValue() != 0) {
        error(
            "with %s it exited with status %d%s"
                .formatted(
                    said,
                    process.exitValue(),
                    stderr.isEmpty()
                        ? ""
                        : " and printed:\n    " + stderr.replace("\n", "\n    ")));
        return Optional.empty();
      }
      if (out.isBlank() && words.length > 1) {
        return Optional.empty();
      }
      Optional<Value> value = JsonReader.read(out);
      if (value.isEmpty()) {
        error("with " + said + " it did not return JSON");
      }
      return value;
    } catch (IOException e) {
      error("it cannot be run: " + e.getMessage());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      delete(errors);
    }
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException _) {
      // A small file remains in the temporary folder.
    }
  }

  private void error(String what) {
    problems.add(
        Diagnostic.error(
            "Inventory script failed",
            Place.NONE,
            "The executable inventory \"%s\" failed: %s%s"
                .formatted(file, what, what.contains("\n") ? "" : ".")));
  }
}
