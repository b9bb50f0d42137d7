package dev.plumb.module.docker.container;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A volume or folder of the host in a container, as {@code --volume} takes it.
 *
 * @param target where it is in the container
 * @param source the volume's name or the folder, and options that are not docker's own choice
 */
record ContainerVolume(String target, String source) {

  /**
   * Reads {@code SOURCE:TARGET[:OPTIONS]} or {@code TARGET}.
   *
   * @throws IllegalArgumentException when it is no such
   */
  static ContainerVolume parse(String written) {
    String[] parts = written.split(":", -1);
    String target = parts.length == 1 ? parts[0] : parts[1];
    if (parts.length > 3 || !target.startsWith("/") || parts[0].isEmpty()) {
      throw new IllegalArgumentException(
          "needs volumes such as \"/srv/data:/data:ro\" or \"name:/data\", but was given \""
              + written
              + "\"");
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
