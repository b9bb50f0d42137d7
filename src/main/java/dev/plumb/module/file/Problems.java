package dev.plumb.module.file;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.value.RemotePath;

/** What several modules for files have to tell. */
final class Problems {

  private Problems() {}

  static Diagnostic noFolder(RemotePath path) {
    return Diagnostic.error(
        "Folder does not exist",
        """
        There is no folder %s on the host, so %s cannot be made. A task before this one can make it:
            file: path=%s state=directory"""
            .formatted(path.parent(), path.name(), path.parent()));
  }

  static Diagnostic obstructed(RemotePath path) {
    return Diagnostic.error(
        "Path leads through a file",
        "%s cannot be made: something on the way to it is no folder.".formatted(path));
  }

  static Diagnostic noFile(RemotePath path, String advice) {
    return Diagnostic.error(
        "File does not exist", "There is no file %s on the host. %s".formatted(path, advice));
  }

  static Diagnostic otherKind(RemotePath path, String wanted, Entry found, String advice) {
    return Diagnostic.error(
        "Something else is in its place",
        "%s shall be a %s, but is a %s. %s".formatted(path, wanted, found.shown(), advice).strip());
  }
}
