package dev.plumb.module.link;

import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A command of the program ip, optionally in a namespace. */
record IpCommand(Optional<LinkName> namespace, List<String> words) {

  IpCommand {
    words = List.copyOf(words);
  }

  /** Returns a command from its arguments, separated by spaces; no argument contains one. */
  static IpCommand in(Optional<LinkName> namespace, String arguments) {
    return new IpCommand(namespace, List.of(arguments.split(" ")));
  }

  static IpCommand address(Optional<LinkName> namespace, String verb, Object address, Object link) {
    return in(namespace, "addr " + verb + " " + address + " dev " + link);
  }

  /** Returns the arguments of ip. */
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

  /** Returns a line for {@code ip -batch}, which itself stays in one namespace. */
  String batchLine() {
    return namespace.map(name -> "netns exec " + name + " ip ").orElse("")
        + String.join(" ", words);
  }

  /** Returns a line of a script; no word contains a space. */
  String scriptLine() {
    return String.join(" ", arguments());
  }
}
