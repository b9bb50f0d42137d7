package dev.plumb.module.file;

import dev.plumb.host.files.FileAttributes;
import dev.plumb.host.files.FileEntry;
import dev.plumb.value.FileMode;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What module {@code stat} finds. */
record StatFound(FileEntry entry, Optional<String> digest) {

  /** As Ansible's stat tells it. */
  Value toValue(String path) {
    return switch (entry) {
      case FileEntry.Missing _, FileEntry.Obstructed _ ->
          Value.map(Map.of("exists", Value.bool(false)));
      case FileEntry.Present present -> Value.map(toValue(path, present));
    };
  }

  private Map<String, Value> toValue(String path, FileEntry.Present present) {
    FileAttributes found = present.attributes();
    Map<String, Value> told = new LinkedHashMap<>();
    told.put("exists", Value.bool(true));
    told.put("path", Value.text(path));
    told.put("mode", Value.text(found.mode().toString()));
    told.put("isreg", Value.bool(present instanceof FileEntry.Regular));
    told.put("isdir", Value.bool(present instanceof FileEntry.Directory));
    told.put("islnk", Value.bool(present instanceof FileEntry.Link));
    told.put("isblk", Value.bool(present.kind().equals("block device")));
    told.put("ischr", Value.bool(present.kind().equals("character device")));
    told.put("isfifo", Value.bool(present.kind().equals("pipe")));
    told.put("issock", Value.bool(present.kind().equals("socket")));
    told.put("uid", Value.number(found.uid()));
    told.put("gid", Value.number(found.gid()));
    told.put("pw_name", Value.text(found.ownerName()));
    told.put("gr_name", Value.text(found.groupName()));
    told.put("size", Value.number(found.size()));
    told.put("inode", Value.number(found.inode()));
    told.put("dev", Value.number(found.device()));
    told.put("nlink", Value.number(found.links()));
    told.put("atime", Value.number(found.accessed()));
    told.put("mtime", Value.number(found.modified()));
    told.put("ctime", Value.number(found.changed()));
    permissions(told, found.mode());
    if (present instanceof FileEntry.Link(String target, FileAttributes _)) {
      told.put("lnk_target", Value.text(target));
    }
    if (present instanceof FileEntry.Regular) {
      digest.ifPresent(digits -> told.put("checksum", Value.text(digits)));
    }
    return told;
  }

  private static void permissions(Map<String, Value> told, FileMode mode) {
    List<String> names =
        List.of("rusr", "wusr", "xusr", "rgrp", "wgrp", "xgrp", "roth", "woth", "xoth");
    for (int i = 0; i < names.size(); i++) {
      told.put(names.get(i), Value.bool((mode.bits() & (0400 >> i)) != 0));
    }
    told.put("isuid", Value.bool((mode.bits() & 04000) != 0));
    told.put("isgid", Value.bool((mode.bits() & 02000) != 0));
  }
}
