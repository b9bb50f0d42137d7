package dev.plumb.module.file;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.files.FileCommands;
import dev.plumb.host.files.FileEntry;
import dev.plumb.remote.Step;
import dev.plumb.value.RemotePath;
import java.util.List;
import java.util.Set;

/** Plans state absent of module {@code file}. */
final class FileRemoval {

  /** Folders without which a host is no host. What is in them may go, by its own name. */
  private static final Set<String> PROTECTED =
      Set.of(
          "/",
          "/bin",
          "/boot",
          "/dev",
          "/etc",
          "/home",
          "/lib",
          "/lib32",
          "/lib64",
          "/libx32",
          "/media",
          "/mnt",
          "/opt",
          "/proc",
          "/root",
          "/run",
          "/sbin",
          "/srv",
          "/sys",
          "/tmp",
          "/usr",
          "/usr/bin",
          "/usr/lib",
          "/usr/lib64",
          "/usr/local",
          "/usr/sbin",
          "/usr/share",
          "/var",
          "/var/cache",
          "/var/lib",
          "/var/log",
          "/var/run",
          "/var/tmp",
          "/etc/ssh",
          "/etc/systemd",
          "/var/lib/dpkg",
          "/var/lib/plumb");

  private FileRemoval() {}

  static Plan<FileFound> plan(RemotePath path, FileFound found) {
    if (!(found.entry() instanceof FileEntry.Present present)) {
      return Plan.inSync();
    }
    if (PROTECTED.contains(path.value())) {
      return new Plan.Refused<>(
          Diagnostic.error(
              "Directory required by the system",
              """
              %s is there, and the task asks for it to be absent. A host does not survive that, so \
              plumb does not do it. To remove something in it, name that; if this is really \
              meant, do it by hand on the host.\
              """
                  .formatted(path)));
    }
    Step remove = FileCommands.remove(path, present instanceof FileEntry.Directory);
    return Plan.of(
        List.of(Change.of("state", present.describe(), "absent", remove)),
        found.with(new FileEntry.Missing()));
  }
}
