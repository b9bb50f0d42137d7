package dev.plumb.module.docker.container;

import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.value.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The steps that create, replace, start and stop containers. */
final class ContainerSteps {

  private static final String REMOVE_LEFT_OVER =
      """
      # remove the container of an interrupted run:
      docker rm --force -- "$1" >/dev/null 2>&1
      exit 0
      """;

  private static final String IS_HEALTHY =
      """
      # docker says "healthy" of
      [ "$(docker inspect --type container --format '{{.State.Health.Status}}' -- "$1")" = healthy ]
      """;

  private final ContainerSpec spec;

  ContainerSteps(ContainerSpec spec) {
    this.spec = spec;
  }

  List<Step> create() {
    return create(spec.name());
  }

  /** Creates the new container first: if that fails, the old one keeps running. */
  List<Step> replace() {
    List<Step> steps = new ArrayList<>(create(temporaryName()));
    steps.addAll(remove());
    steps.add(Step.run("docker", "rename", temporaryName(), spec.name()));
    return steps;
  }

  List<Step> remove() {
    return List.of(stop(), Step.run("docker", "rm", "--", spec.name()));
  }

  Step start() {
    return Step.run("docker", "start", "--", spec.name());
  }

  Step stop() {
    return Step.run("docker", "stop", "--", spec.name());
  }

  Step.Await awaitHealthy() {
    return new Step.Await(
        Command.shell(IS_HEALTHY, spec.name()), spec.healthyWaitTimeout(), Duration.ofSeconds(1));
  }

  private String temporaryName() {
    return spec.name() + ".plumb-new";
  }

  private List<Step> create(String name) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Run(Command.shell(REMOVE_LEFT_OVER, temporaryName())));
    steps.add(new Step.Run(createCommand(name)));
    for (ContainerNetwork network : spec.networks().stream().skip(1).toList()) {
      List<String> words = new ArrayList<>(List.of("docker", "network", "connect"));
      network.ipv4Address().ifPresent(address -> words.addAll(List.of("--ip", address)));
      network.aliases().forEach(alias -> words.addAll(List.of("--alias", alias)));
      words.addAll(List.of("--", network.name(), name));
      steps.add(new Step.Run(Command.of(words)));
    }
    return steps;
  }

  private Command createCommand(String name) {
    List<String> words = new ArrayList<>(List.of("docker", "create", "--name", name));
    option("--hostname", spec.hostname(), words);
    option("--user", spec.user(), words);
    option("--workdir", spec.workingDir(), words);
    option(
        "--restart",
        spec.restartPolicy().map(p -> p + spec.restartRetries().map(n -> ":" + n).orElse("")),
        words);
    option("--network", spec.networkMode(), words);
    spec.networks().stream()
        .findFirst()
        .ifPresent(
            network -> {
              words.addAll(List.of("--network", network.name()));
              option("--ip", network.ipv4Address(), words);
              network.aliases().forEach(a -> words.addAll(List.of("--network-alias", a)));
            });
    spec.volumes().forEach(volume -> words.addAll(List.of("--volume", volume)));
    spec.mounts().forEach(mount -> words.addAll(List.of("--mount", mount(mount))));
    spec.publishedPorts().forEach(port -> words.addAll(List.of("--publish", port)));
    spec.privileged().ifPresent(privileged -> words.add("--privileged=" + privileged));
    spec.capabilities().forEach(capability -> words.addAll(List.of("--cap-add", capability)));
    spec.capDrop().forEach(capability -> words.addAll(List.of("--cap-drop", capability)));
    option("--stop-timeout", spec.stopTimeout().map(t -> Long.toString(t.toSeconds())), words);
    spec.healthcheck().ifPresent(check -> healthcheck(check, words));
    Map<String, String> labels = new TreeMap<>(spec.labels());
    labels.put(
        ContainerFields.LABEL,
        ContainerFields.words(ContainerFields.requested(spec).values().keySet()));
    labels.forEach((key, value) -> words.addAll(List.of("--label", key + "=" + value)));
    Map<String, String> longEnv = new TreeMap<>();
    StringBuilder envFile = new StringBuilder();
    new TreeMap<>(spec.env())
        .forEach(
            (variable, value) -> {
              // The file has a line per variable; docker copies others from its own environment.
              if (value.contains("\n")) {
                words.addAll(List.of("--env", variable));
                longEnv.put(variable, value);
              } else {
                envFile.append(variable).append('=').append(value).append('\n');
              }
            });
    if (!envFile.isEmpty()) {
      words.addAll(List.of("--env-file", "/dev/stdin"));
    }
    ContainerCommand.of(spec.entrypoint())
        .ifPresent(
            entry ->
                words.addAll(List.of("--entrypoint", entry.isEmpty() ? "" : entry.getFirst())));
    words.add("--");
    words.add(spec.imageName());
    words.addAll(ContainerFields.arguments(spec).orElse(List.of()));
    return Command.of(words)
        .withInput(envFile.isEmpty() ? Bytes.EMPTY : Bytes.utf8(envFile.toString()))
        .withEnvironment(longEnv);
  }

  private static void option(String option, Optional<String> value, List<String> words) {
    value.ifPresent(given -> words.addAll(List.of(option, given)));
  }

  private static String mount(ContainerMount mount) {
    return "type="
        + mount.type().name().toLowerCase(Locale.ROOT)
        + mount.source().map(source -> ",source=" + source).orElse("")
        + ",target="
        + mount.target()
        + (mount.readOnly() ? ",readonly" : "");
  }

  private static void healthcheck(Healthcheck check, List<String> words) {
    words.addAll(List.of("--health-cmd", check.test()));
    option("--health-interval", check.interval().map(ContainerSteps::nanos), words);
    option("--health-timeout", check.timeout().map(ContainerSteps::nanos), words);
    option("--health-retries", check.retries().map(Object::toString), words);
    option("--health-start-period", check.startPeriod().map(ContainerSteps::nanos), words);
  }

  private static String nanos(Duration duration) {
    return duration.toNanos() + "ns";
  }
}
