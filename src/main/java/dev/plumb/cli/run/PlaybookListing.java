package dev.plumb.cli.run;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Place;
import dev.plumb.engine.RunOptions;
import dev.plumb.engine.vars.InventoryChanges;
import dev.plumb.inventory.Inventory;
import dev.plumb.module.ModuleTrait;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.Playbook;
import dev.plumb.playbook.Task;
import dev.plumb.template.Scope;
import dev.plumb.template.Templates;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Lists the hosts or tasks of a run without connecting to any host. */
public final class PlaybookListing {

  private PlaybookListing() {}

  public static void hosts(
      List<Playbook> playbooks, Inventory inventory, RunOptions options, PrintStream out) {
    Templates templates = new Templates();
    boolean mayChange = false;
    for (Playbook playbook : playbooks) {
      out.println(playbook.file());
      for (Play play : playbook.plays()) {
        List<HostName> hosts = List.of();
        try {
          hosts = inventory.match(pattern(play, options, templates), play.hosts().place());
        } catch (BadInputException e) {
          if (!mayChange) {
            throw e;
          }
        }
        mayChange |= InventoryChanges.arePossibleIn(play);
        if (options.limit().isPresent()) {
          Set<HostName> within = Set.copyOf(inventory.match(options.limit().get(), Place.NONE));
          hosts = hosts.stream().filter(within::contains).toList();
        }
        out.println("  play \"" + play.name() + "\" (" + hosts.size() + ")");
        hosts.forEach(host -> out.println("    " + host));
      }
    }
  }

  public static void tasks(List<Playbook> playbooks, RunOptions options, PrintStream out) {
    for (Playbook playbook : playbooks) {
      out.println(playbook.file());
      for (Play play : playbook.plays()) {
        out.println("  play \"" + play.name() + "\"");
        for (Task task : play.tasks()) {
          // A task that controls the play is not listed.
          if (options.tags().selects(task.inherited().tags())
              && !task.has(ModuleTrait.CONTROLS_PLAY)) {
            String tags =
                task.inherited().tags().isEmpty()
                    ? ""
                    : "  tags: " + String.join(", ", new TreeSet<>(task.inherited().tags()));
            String role = task.location().role().map(r -> r.name() + " : ").orElse("");
            out.println("    " + role + task.name() + "  [" + task.module() + "]" + tags);
          }
        }
      }
    }
  }

  private static String pattern(Play play, RunOptions options, Templates templates) {
    return switch (templates.render(play.hosts(), new ExtraVarsScope(options.extraVars()))) {
      case Value.Items items ->
          items.list().stream().map(Value::toString).collect(Collectors.joining(","));
      case Value other -> other.toString();
    };
  }

  /** Hosts are selected before the variables of hosts exist: only extra variables are known. */
  private record ExtraVarsScope(Map<String, Value> vars) implements Scope {
    @Override
    public Optional<Value> lookup(String name) {
      return Optional.ofNullable(vars.get(name));
    }

    @Override
    public Set<String> names() {
      return vars.keySet();
    }
  }
}
