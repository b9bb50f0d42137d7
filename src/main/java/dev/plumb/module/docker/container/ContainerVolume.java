package dev.plumb.module.docker.container;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A volume or host directory in a container, in the syntax of {@code --volume}.
 *
 * @param target the path in the container
 * @param source the volume's name or the host directory, with options that are not defaults
 */
record ContainerVolume(String target, String source) {

  /**
   * Reads {@code SOURCE:TARGET[:OPTIONS]} or {@code TARGET}.
   *
   * @throws IllegalArgumentException if the text is invalid
   */
  static ContainerVolume parse(String written) {
    String[] parts = written.split(":", -1);
    String target = parts.length == 1 ? parts[0] : parts[1];
    if (parts.length > 3 || !target.startsWith("/") || parts[0].isEmpty()) {
      throw new IllegalArgumentException(
          "must have volumes such as \"/srv/data:/data:ro\" or \"name:/data\", but was given \"%s\""
              .formatted(written));
    }
    String options =
        parts.length < 3
            ? ""
            : Arrays.stream(parts[2].split(","))
                .filter(option -> !option.equals("rw") && !option.isEmpty())
                .sorted()
                .collect(Collectors.joining(","));
    return new ContainerVolume(
        clean(target),
        parts.length == 1
            ? "(anonymous)"
            : clean(parts[0]) + (options.isEmpty() ? "" : ":" + options));
  }

  private static String clean(String path) {
    return path.length() > 1 ? path.replaceFirst("/+$", "") : path;
  }
}
