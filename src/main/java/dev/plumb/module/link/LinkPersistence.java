package dev.plumb.module.link;

import dev.plumb.change.Change;
import dev.plumb.change.FileText;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Content;
import dev.plumb.value.RemotePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The files and settings that restore links at boot.
 *
 * @param manager the program that creates links at boot
 * @param networkFiles the network file of each link that systemd-networkd manages
 * @param files the files written by plumb, by path
 */
record LinkPersistence(
    NetworkManager manager,
    boolean unitEnabled,
    Map<String, String> networkFiles,
    Map<String, String> files) {

  /** The program that creates links at boot. */
  enum NetworkManager {
    NETWORKD,
    IFUPDOWN,
    /** Neither of them, so plumb installs a unit. */
    UNIT
  }

  static final String UNIT_NAME = "plumb-links.service";

  LinkPersistence {
    networkFiles = Map.copyOf(networkFiles);
    files = Map.copyOf(files);
  }

  /*
   * Equal for all tasks, so that it is sent once. A line that begins with "=" is the path of the file that follows; no file of plumb has such a line.
   */
  private static final String SCRIPT =
      """
      # how links are persisted
      if [ "$(systemctl is-active systemd-networkd 2>/dev/null)" = active ]; then echo networkd
      elif [ -d /etc/network/interfaces.d ]; then echo ifupdown
      else echo unit; fi
      systemctl is-enabled plumb-links.service 2>/dev/null || echo none
      for f in /sys/class/net/*/ifindex; do
        [ -e "$f" ] && read -r i <"$f" || continue
        n=$(sed -n 's/^NETWORK_FILE=//p' "/run/systemd/netif/links/$i" 2>/dev/null)
        f=${f%/ifindex}
        [ -z "$n" ] || printf '%s %s\\n' "${f##*/}" "$n"
      done
      for f in /etc/systemd/network/30-plumb-* /etc/systemd/network/*.network.d/plumb-*.conf \
          /etc/network/interfaces.d/plumb-* /etc/plumb/links/*.ip /etc/systemd/system/plumb-links.service; do
        [ -f "$f" ] && printf '=%s\\n' "$f" && cat "$f"
      done
      exit 0
      """;

  /** Probes the persistence if a task manages it. */
  static Probe<Optional<LinkPersistence>> probe(boolean persist) {
    return persist
        ? Probe.of(Command.shell(SCRIPT), LinkPersistence::parse).map(Optional::of)
        : Probe.constant(Optional.empty());
  }

  static Reading<LinkPersistence> parse(Exec.Exited ended) {
    String[] parts = ended.out().split("(?m)^=");
    List<String> head = parts[0].lines().toList();
    if (!ended.succeeded() || head.size() < 2) {
      return Reading.unreadable(
          "The persistence of links could not be read:\n    " + ended.err().strip());
    }
    Map<String, String> networkFiles = new LinkedHashMap<>();
    for (String line : head.subList(2, head.size())) {
      String[] words = line.split(" ", 2);
      networkFiles.put(words[0], words[words.length - 1]);
    }
    Map<String, String> files = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int end = parts[i].indexOf('\n');
      files.put(parts[i].substring(0, end), parts[i].substring(end + 1));
    }
    NetworkManager by =
        switch (head.getFirst()) {
          case "networkd" -> NetworkManager.NETWORKD;
          case "ifupdown" -> NetworkManager.IFUPDOWN;
          default -> NetworkManager.UNIT;
        };
    return Reading.of(new LinkPersistence(by, head.get(1).equals("enabled"), networkFiles, files));
  }

  List<Change> changes(NetworkLinkSpec spec, NamespaceState.Present links) {
    return changes(LinkFiles.of(spec, this, links), path -> LinkFiles.belongsTo(spec, path));
  }

  LinkPersistence after(NetworkLinkSpec spec, NamespaceState.Present links) {
    return after(LinkFiles.of(spec, this, links), path -> LinkFiles.belongsTo(spec, path));
  }

  /**
   * @param wanted the files that must exist
   * @param own whether a path belongs to the same link or namespace, and must be removed if not
   *     wanted
   */
  List<Change> changes(Map<String, String> wanted, Predicate<String> own) {
    List<Change> changes = new ArrayList<>();
    new TreeMap<>(wanted)
        .forEach(
            (path, text) -> {
              String found = files.get(path);
              if (!text.equals(found)) {
                changes.add(writeChange(path, Optional.ofNullable(found), text));
              }
            });
    files.keySet().stream()
        .filter(own)
        .filter(path -> !wanted.containsKey(path))
        .sorted()
        .forEach(
            path ->
                changes.add(
                    Change.of("persisted " + path, "present", "absent", removeSteps(path))));
    if (wanted.containsKey(LinkFiles.UNIT_PATH) && !unitEnabled) {
      changes.add(
          Change.of(
              "persisted unit enabled",
              "no",
              "yes",
              Step.run("systemctl", "daemon-reload"),
              Step.run("systemctl", "enable", UNIT_NAME)));
    }
    return changes;
  }

  private static Step[] removeSteps(String path) {
    Step file = Step.run("rm", "-f", path);
    String folder = directory(path);
    return folder.endsWith(".network.d")
        ? new Step[] {file, Step.run("rmdir", "--ignore-fail-on-non-empty", folder)}
        : new Step[] {file};
  }

  private static String directory(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  private static Change writeChange(String path, Optional<String> found, String text) {
    RemotePath to = RemotePath.of(path);
    Content content = Content.utf8(text);
    return Change.of(
            "persisted " + path,
            found.isPresent() ? "different" : "absent",
            "as specified",
            Step.run("mkdir", "-p", directory(path)),
            Step.Write.of(to, content, Optional.empty()))
        .withFileText(new FileText(to, found.map(Content::utf8), content));
  }

  LinkPersistence after(Map<String, String> wanted, Predicate<String> own) {
    Map<String, String> all = new LinkedHashMap<>(files);
    all.keySet().removeIf(own);
    all.putAll(wanted);
    return new LinkPersistence(
        manager, unitEnabled || wanted.containsKey(LinkFiles.UNIT_PATH), networkFiles, all);
  }
}
