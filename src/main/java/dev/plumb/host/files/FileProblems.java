package dev.plumb.host.files;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.value.RemotePath;

/** Diagnostics shared by modules for files. */
public final class FileProblems {

  private FileProblems() {}

  public static Diagnostic missingFolder(RemotePath path) {
    return Diagnostic.error(
        "Directory does not exist",
        """
        There is no directory %s on the host, so %s cannot be made. A task before this one can make it:
            file: path=%s state=directory\
        """
            .formatted(path.parent(), path.name(), path.parent()));
  }

  public static Diagnostic obstructed(RemotePath path) {
    return Diagnostic.error(
        "Path leads through a file",
        "%s cannot be made: something on the way to it is no folder.".formatted(path));
  }

  public static Diagnostic missingFile(RemotePath path, String advice) {
    return Diagnostic.error(
        "File does not exist", "There is no file %s on the host. %s".formatted(path, advice));
  }

  public static Diagnostic wrongKind(
      RemotePath path, String wanted, FileEntry found, String advice) {
    return Diagnostic.error(
        "Something else is in its place",
        "%s must be a %s, but is a %s. %s"
            .formatted(path, wanted, found.describe(), advice)
            .strip());
  }
}
