package dev.plumb.host.files;

import dev.plumb.value.RemotePath;

/**
 * Where a file goes: a path, or a folder to put it into under its own name.
 *
 * @param folder whether it was written with a slash at the end, so that it can only be a folder
 */
public record Destination(RemotePath path, boolean folder) {

  public static Destination of(String text) {
    return new Destination(RemotePath.of(text), text.endsWith("/"));
  }

  @Override
  public String toString() {
    return path + (folder ? "/" : "");
  }
}
