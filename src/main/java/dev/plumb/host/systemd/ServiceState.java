package dev.plumb.host.systemd;

import dev.plumb.change.Change;
import dev.plumb.change.FileText;
import dev.plumb.host.files.TextFile;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Bytes;
import dev.plumb.value.Content;
import dev.plumb.value.FileMode;
import dev.plumb.value.RemotePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A unit and the files that it reads when it starts, as found.
 *
 * @param exists whether systemd has such a unit
 * @param active systemd's word: {@code active}, {@code failed}
 * @param needsReload whether the unit's own file changed since systemd read it
 * @param changedSinceStart the file that changed after the unit was started
 * @param files what stands in the files that are kept
 */
public record ServiceState(
    boolean exists,
    String active,
    boolean enabled,
    boolean needsReload,
    Optional<RemotePath> changedSinceStart,
    Map<RemotePath, TextFile> files) {

  public ServiceState {
    files = Map.copyOf(files);
  }

  /**
   * @param kept files whose content is asked for, too
   * @param watched files that make a unit that was started before their last change out of date
   */
  public static Probe<ServiceState> probe(
      UnitName unit, List<RemotePath> kept, List<RemotePath> watched) {
    Probe<Map<String, String>> shown =
        Probe.of(
            Command.of(
                "systemctl",
                "show",
                "--property=LoadState,ActiveState,UnitFileState,NeedDaemonReload",
                "--",
                unit.value()),
            ServiceState::properties);
    Probe<Map<RemotePath, TextFile>> texts =
        Probe.all(kept.stream().map(path -> TextFile.probe(path)).toList())
            .map(
                all -> {
                  Map<RemotePath, TextFile> byPath = new TreeMap<>();
                  for (int i = 0; i < all.size(); i++) {
                    byPath.put(kept.get(i), all.get(i));
                  }
                  return byPath;
                });
    return Probe.combine(
        shown,
        UnitAge.changedSinceStart(unit, watched),
        texts,
        (properties, newer, files) ->
            new ServiceState(
                !"not-found".equals(properties.get("LoadState")),
                properties.getOrDefault("ActiveState", "unknown"),
                "enabled".equals(properties.get("UnitFileState")),
                "yes".equals(properties.get("NeedDaemonReload")),
                newer,
                files));
  }

  private static Reading<Map<String, String>> properties(Exec.Exited systemctl) {
    return systemctl.succeeded()
        ? Reading.of(
            systemctl
                .out()
                .lines()
                .filter(line -> line.contains("="))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, _) -> a)))
        : Reading.unreadable("systemctl said: " + systemctl.err().strip());
  }

  public boolean running() {
    return active.equals("active") || active.equals("reloading");
  }

  /** What is to be found once the texts are written and the unit was started with them. */
  public ServiceState startedWith(Map<RemotePath, String> texts) {
    return new ServiceState(true, "active", true, false, Optional.empty(), Map.of())
        .writtenWith(texts);
  }

  ServiceState writtenWith(Map<RemotePath, String> texts) {
    Map<RemotePath, TextFile> all = new TreeMap<>();
    all.putAll(files);
    texts.forEach((path, text) -> all.put(path, new TextFile.Present(Bytes.utf8(text))));
    return new ServiceState(exists, active, true, needsReload, changedSinceStart, all);
  }

  public String text(RemotePath path) {
    return files.getOrDefault(path, new TextFile.Missing()).text();
  }

  /** What brings the files to these texts. */
  public List<Change> fileChanges(Map<RemotePath, String> texts) {
    List<Change> writes = new ArrayList<>();
    new TreeMap<>(texts)
        .forEach(
            (path, wanted) -> {
              if (files.get(path) instanceof TextFile.Present(Bytes found)) {
                if (!found.utf8().equals(wanted)) {
                  writes.add(
                      write(path, "differs", Optional.of(new Content.Inline(found)), wanted));
                }
              } else {
                writes.add(write(path, "absent", Optional.empty(), wanted));
              }
            });
    return writes;
  }

  private static Change write(
      RemotePath path, String before, Optional<Content> found, String wanted) {
    Content after = Content.utf8(wanted);
    return Change.of(
            path.value(),
            before,
            "as declared",
            Step.Write.of(path, after, Optional.of(FileMode.of("0644"))))
        .withFileText(new FileText(path, found, after));
  }
}
