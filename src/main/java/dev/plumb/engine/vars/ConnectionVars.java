package dev.plumb.engine.vars;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.playbook.Play;
import dev.plumb.remote.Target;
import dev.plumb.template.Templates;
import dev.plumb.value.Redaction;
import dev.plumb.value.Secret;
import dev.plumb.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads Ansible's connection variables: the address of a host and how to log in. */
public final class ConnectionVars {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final RunVars run;
  private final Templates templates;
  private final ConnectionOptions options;
  private final Redaction redaction;

  public ConnectionVars(
      RunVars run, Templates templates, ConnectionOptions options, Redaction redaction) {
    this.run = run;
    this.templates = templates;
    this.options = options;
    this.redaction = redaction;
  }

  /**
   * @throws BadInputException when a connection variable is invalid
   */
  public Target target(HostVars host, Play play) {
    Reader vars = new Reader(host, play);
    boolean local = vars.text("ansible_connection").map(kind -> kind.equals("local")).orElse(false);
    return new Target(
        host.host(),
        local ? Target.Kind.LOCAL : Target.Kind.SSH,
        vars.text("ansible_host", "ansible_ssh_host").orElse(host.host().value()),
        vars.number("ansible_port", "ansible_ssh_port").orElse(22),
        vars.text("ansible_user", "ansible_ssh_user").or(options::user),
        vars.text("ansible_ssh_private_key_file", "ansible_private_key_file")
            .map(List::of)
            .orElse(options.keys()),
        vars.secret("ansible_password", "ansible_ssh_pass", "ansible_ssh_password")
            .or(options::password),
        vars.text("ansible_ssh_known_hosts_file"),
        hostKeys(vars),
        vars.number("ansible_ssh_timeout", "ansible_timeout")
            .map(Duration::ofSeconds)
            .orElse(CONNECT_TIMEOUT),
        vars.secret("ansible_become_password", "ansible_become_pass", "ansible_sudo_pass")
            .or(options::becomePassword));
  }

  private Target.HostKeys hostKeys(Reader vars) {
    // Here the command line overrides the inventory, so that a person can relax the check.
    return options
        .hostKeys()
        .or(
            () ->
                vars.text("ansible_host_key_checking", "ansible_ssh_host_key_checking")
                    .map(
                        checking ->
                            checking.equals("false")
                                ? Target.HostKeys.OFF
                                : Target.HostKeys.STRICT))
        .orElse(Target.HostKeys.STRICT);
  }

  private final class Reader {

    private final HostScope scope;

    private Reader(HostVars host, Play play) {
      this.scope = new HostScope(run, host, play, Optional.empty(), Map.of(), _ -> false);
    }

    private Optional<Value> value(String... names) {
      for (String name : names) {
        Optional<Value> found = scope.lookup(name);
        if (found.isPresent()) {
          return Optional.of(templates.render(found.get(), scope));
        }
      }
      return Optional.empty();
    }

    private Optional<String> text(String... names) {
      return value(names).map(Value::toString);
    }

    private Optional<Secret> secret(String... names) {
      Optional<Secret> found = text(names).map(Secret::of);
      found.ifPresent(redaction::register);
      return found;
    }

    private Optional<Integer> number(String... names) {
      return value(names)
          .map(
              value -> {
                try {
                  return Integer.parseInt(value.toString().strip());
                } catch (NumberFormatException e) {
                  throw new BadInputException(
                      Diagnostic.error(
                          "Invalid connection variable",
                          value.place(),
                          "\""
                              + names[0]
                              + "\" must be a whole number, but was \""
                              + value
                              + "\"."));
                }
              });
    }
  }
}
