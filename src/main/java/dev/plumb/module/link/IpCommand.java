package dev.plumb.module.link;

import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A call of the program ip, perhaps for a namespace. */
record IpCommand(Optional<LinkName> namespace, List<String> words) {

  IpCommand {
    words = List.copyOf(words);
  }

  static IpCommand in(Optional<LinkName> namespace, Object... words) {
    List<String> all = new ArrayList<>();
    for (Object word : words) {
      all.add(word.toString());
    }
    return new IpCommand(namespace, all);
  }

  /** All that it is told. */
  List<String> arguments() {
    List<String> all = new ArrayList<>();
    namespace.ifPresent(name -> all.addAll(List.of("-n", name.value())));
    all.addAll(words);
    return all;
  }

  Command command() {
    List<String> all = new ArrayList<>(List.of("ip"));
    all.addAll(arguments());
    return Command.of(all);
  }

  Step step() {
    return new Step.Run(command());
  }

  /** A line for {@code ip -batch}, which itself stays in one namespace. */
  String batchLine() {
    return namespace.map(name -> "netns exec " + name + " ip ").orElse("")
        + String.join(" ", words);
  }

  /** A line of a script; no word has a space in it. */
  String scriptLine() {
    return String.join(" ", arguments());
  }
}
