package dev.plumb.engine;

import dev.plumb.engine.prepare.TagFilter;
import dev.plumb.remote.Target;
import dev.plumb.value.Secret;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a run goes, as the command line says it. Connection settings stand here only when given
 * there; they are weaker than the inventory's, as in Ansible.
 *
 * @param mode whether the host is changed
 * @param limit a pattern that narrows every play's hosts
 * @param tags only tasks with one of these, when not empty
 * @param skipTags no task with one of these
 * @param extraVars the strongest variables of all
 * @param forks how many hosts are worked on at a time
 * @param diff whether changes of files come with their lines
 * @param user the login
 * @param keys private key files
 * @param password to log in with
 * @param become whether to run as another user where a playbook does not say
 * @param becomeUser as whom
 * @param becomePassword what sudo is told
 * @param hostKeys what to do about host keys
 */
public record RunOptions(
    Mode mode,
    Optional<String> limit,
    Set<String> tags,
    Set<String> skipTags,
    Map<String, Value> extraVars,
    int forks,
    boolean diff,
    Optional<String> user,
    List<String> keys,
    Optional<Secret> password,
    boolean become,
    Optional<String> becomeUser,
    Optional<Secret> becomePassword,
    Optional<Target.HostKeys> hostKeys) {

  /** Whether a run ends with looking or with everything as asked. Only the engine knows it. */
  public enum Mode {
    CHECK,
    APPLY
  }

  /** A run with nothing said on the command line. */
  public static RunOptions of(Mode mode) {
    return new RunOptions(
        mode,
        Optional.empty(),
        Set.of(),
        Set.of(),
        Map.of(),
        10,
        false,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Whether a task with these tags is part of the run. */
  public boolean selects(Set<String> tagsOfTask) {
    return TagFilter.selects(tagsOfTask, tags, skipTags);
  }
}
