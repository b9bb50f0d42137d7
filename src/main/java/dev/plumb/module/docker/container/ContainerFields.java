package dev.plumb.module.docker.container;

import dev.plumb.host.text.JsonView;
import dev.plumb.json.JsonWriter;
import dev.plumb.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The configuration of a container as fields with text values, in the same form for the declaration
 * and for what docker shows. An option with several values is several fields: {@code env TZ},
 * {@code volumes /data}.
 */
record ContainerFields(SortedMap<String, String> values) {

  /** The label that lists the fields set by plumb, so that a removed field is detected. */
  static final String LABEL = "dev.plumb.container.fields";

  ContainerFields {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** Returns the declared fields; the image or docker determine the others. */
  static ContainerFields requested(ContainerSpec spec) {
    SortedMap<String, String> all = new TreeMap<>();
    Optional<List<String>> entrypoint = ContainerCommand.of(spec.entrypoint());
    entrypoint.ifPresent(words -> all.put("entrypoint", words(words.stream().limit(1).toList())));
    arguments(spec).ifPresent(words -> all.put("command", words(words)));
    spec.env().forEach((name, value) -> all.put("env " + name, value));
    spec.volumes().stream()
        .map(ContainerVolume::parse)
        .forEach(volume -> all.put("volumes " + volume.target(), volume.source()));
    for (ContainerMount mount : spec.mounts()) {
      all.put(
          "mounts " + mount.target(),
          mount(mount.type().name(), mount.source().orElse(""), mount.readOnly()));
    }
    ports(spec.publishedPorts().stream().map(PublishedPort::parse).toList(), all);
    for (ContainerNetwork network : spec.networks()) {
      String field = "networks " + network.name();
      all.put(field, "connected");
      network.ipv4Address().ifPresent(address -> all.put(field + " ipv4_address", address));
      network.aliases().forEach(alias -> all.put(field + " alias " + alias, "set"));
    }
    spec.networkMode().ifPresent(mode -> all.put("network_mode", mode));
    spec.restartPolicy()
        .ifPresent(
            policy -> all.put("restart_policy", policy(policy, spec.restartRetries().orElse(0))));
    spec.labels().forEach((name, value) -> all.put("labels " + name, value));
    spec.user().ifPresent(user -> all.put("user", user));
    spec.workingDir().ifPresent(folder -> all.put("working_dir", folder));
    spec.hostname().ifPresent(name -> all.put("hostname", name));
    spec.privileged().ifPresent(privileged -> all.put("privileged", privileged.toString()));
    spec.capabilities().forEach(name -> all.put("capabilities " + capability(name), "added"));
    spec.capDrop().forEach(name -> all.put("cap_drop " + capability(name), "dropped"));
    spec.stopTimeout().ifPresent(time -> all.put("stop_timeout", time.toSeconds() + " s"));
    spec.healthcheck().ifPresent(check -> all.put("healthcheck", healthcheck(check)));
    return new ContainerFields(all);
  }

  /** Returns the words after the image: {@code --entrypoint} takes only one word. */
  static Optional<List<String>> arguments(ContainerSpec spec) {
    Optional<List<String>> command = ContainerCommand.of(spec.command());
    return ContainerCommand.of(spec.entrypoint())
        .map(
            words -> {
              List<String> all = new ArrayList<>(words.stream().skip(1).toList());
              all.addAll(command.orElse(List.of()));
              return List.copyOf(all);
            })
        .or(() -> command);
  }

  /** Reads the fields of a container, or the defaults that an image gives its containers. */
  static ContainerFields fromInspect(JsonView shown) {
    SortedMap<String, String> all = new TreeMap<>();
    JsonView config = shown.object("Config");
    JsonView host = shown.object("HostConfig");
    all.put("entrypoint", words(config.texts("Entrypoint")));
    all.put("command", words(config.texts("Cmd")));
    for (String variable : config.texts("Env")) {
      int at = variable.indexOf('=');
      if (at > 0) {
        all.put("env " + variable.substring(0, at), variable.substring(at + 1));
      }
    }
    config.object("Volumes").json().map().keySet().stream()
        .map(ContainerVolume::parse)
        .forEach(volume -> all.put("volumes " + volume.target(), volume.source()));
    host.texts("Binds").stream()
        .map(ContainerVolume::parse)
        .forEach(volume -> all.put("volumes " + volume.target(), volume.source()));
    for (JsonView mount : host.objects("Mounts")) {
      all.put(
          "mounts " + mount.text("Target"),
          mount(mount.text("Type"), mount.text("Source"), mount.isTrue("ReadOnly")));
    }
    List<PublishedPort> ports = new ArrayList<>();
    for (String port : host.object("PortBindings").json().map().keySet()) {
      host.object("PortBindings")
          .objects(port)
          .forEach(at -> ports.add(PublishedPort.of(port, at.text("HostIp"), at.text("HostPort"))));
    }
    ports(ports, all);
    JsonView networks = shown.object("NetworkSettings").object("Networks");
    for (String network : networks.json().map().keySet()) {
      JsonView in = networks.object(network);
      all.put("networks " + network, "connected");
      String address = in.object("IPAMConfig").text("IPv4Address");
      if (!address.isEmpty()) {
        all.put("networks " + network + " ipv4_address", address);
      }
      in.texts("Aliases")
          .forEach(alias -> all.put("networks " + network + " alias " + alias, "set"));
    }
    all.put("network_mode", host.text("NetworkMode"));
    JsonView restart = host.object("RestartPolicy");
    all.put(
        "restart_policy", policy(restart.text("Name"), (int) restart.number("MaximumRetryCount")));
    config.map("Labels").forEach((name, value) -> all.put("labels " + name, value));
    all.put("user", config.text("User"));
    all.put("working_dir", config.text("WorkingDir"));
    all.put("hostname", config.text("Hostname"));
    all.put("privileged", Boolean.toString(host.isTrue("Privileged")));
    host.texts("CapAdd").forEach(name -> all.put("capabilities " + capability(name), "added"));
    host.texts("CapDrop").forEach(name -> all.put("cap_drop " + capability(name), "dropped"));
    String stop = config.text("StopTimeout");
    all.put("stop_timeout", (stop.isEmpty() ? "10" : stop) + " s");
    JsonView check = config.object("Healthcheck");
    if (!check.json().map().isEmpty()) {
      all.put(
          "healthcheck",
          healthcheck(
              check.texts("Test"),
              check.number("Interval"),
              check.number("Timeout"),
              check.number("Retries"),
              check.number("StartPeriod")));
    }
    return new ContainerFields(all);
  }

  /** Returns whether a field's value must not be shown. */
  static boolean isSecret(String field) {
    return field.startsWith("env ");
  }

  private static void ports(List<PublishedPort> ports, Map<String, String> all) {
    Map<String, TreeSet<String>> byPort = new TreeMap<>();
    ports.forEach(
        port -> byPort.computeIfAbsent(port.container(), _ -> new TreeSet<>()).add(port.host()));
    byPort.forEach(
        (port, hosts) -> all.put("published_ports " + port, "at " + String.join(", ", hosts)));
  }

  static String words(Collection<String> words) {
    return JsonWriter.write(Value.texts(List.copyOf(words)));
  }

  private static String mount(String type, String source, boolean readOnly) {
    return type.toLowerCase(Locale.ROOT)
        + (source.isEmpty() ? "" : " " + source)
        + (readOnly ? " read only" : "");
  }

  private static String policy(String name, int retries) {
    return name.isEmpty() ? "no" : name + (retries > 0 ? ", " + retries + " times" : "");
  }

  private static String capability(String name) {
    return name.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", "");
  }

  private static String healthcheck(Healthcheck check) {
    return healthcheck(
        List.of("CMD-SHELL", check.test()),
        check.interval().map(Duration::toNanos).orElse(0L),
        check.timeout().map(Duration::toNanos).orElse(0L),
        check.retries().map(Integer::longValue).orElse(0L),
        check.startPeriod().map(Duration::toNanos).orElse(0L));
  }

  private static String healthcheck(
      List<String> test, long interval, long timeout, long retries, long startPeriod) {
    return words(test)
        + List.of(interval, timeout, retries, startPeriod).stream()
            .map(number -> " " + number)
            .collect(Collectors.joining());
  }
}
