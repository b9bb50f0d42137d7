package dev.plumb.module.user;

import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.value.Bytes;
import java.util.ArrayList;
import java.util.List;

/** The steps that change a user, with the programs of the package passwd. */
final class UserSteps {

  private UserSteps() {}

  static Step[] add(UserSpec spec, UserState.Absent found) {
    List<String> words = new ArrayList<>(List.of("useradd"));
    spec.uid().ifPresent(uid -> words.addAll(List.of("-u", String.valueOf(uid))));
    if (spec.group().isPresent()) {
      words.addAll(List.of("-g", spec.group().get().value()));
    } else if (found.ownGroup()) {
      // useradd would make a group of the user's name, and fail as there is one.
      words.add("-N");
    }
    spec.otherGroups()
        .filter(groups -> !groups.isEmpty())
        .ifPresent(groups -> words.addAll(List.of("-G", String.join(",", groups))));
    spec.comment().ifPresent(comment -> words.addAll(List.of("-c", comment)));
    spec.home().ifPresent(home -> words.addAll(List.of("-d", home.value())));
    spec.shell().ifPresent(shell -> words.addAll(List.of("-s", shell.value())));
    if (spec.system()) {
      words.add("-r");
    }
    words.add(spec.createHome() ? "-m" : "-M");
    words.addAll(List.of("--", spec.name().value()));
    Step add = new Step.Run(Command.of(words));
    return spec.password().isPresent() ? new Step[] {add, password(spec)} : new Step[] {add};
  }

  static Step modify(UserSpec spec, String... options) {
    List<String> words = new ArrayList<>(List.of("usermod"));
    words.addAll(List.of(options));
    words.addAll(List.of("--", spec.name().value()));
    return new Step.Run(Command.of(words));
  }

  /** By standard input: a list of processes must not show the hash. */
  static Step password(UserSpec spec) {
    String line = spec.name() + ":" + spec.password().orElseThrow().reveal() + "\n";
    return new Step.Run(Command.of("chpasswd", "-e").withInput(Bytes.utf8(line)));
  }

  static Step delete(UserSpec spec) {
    List<String> words = new ArrayList<>(List.of("userdel"));
    if (spec.force()) {
      words.add("-f");
    }
    if (spec.remove()) {
      words.add("-r");
    }
    words.addAll(List.of("--", spec.name().value()));
    return new Step.Run(Command.of(words));
  }
}
