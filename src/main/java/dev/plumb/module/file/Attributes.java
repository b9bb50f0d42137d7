package dev.plumb.module.file;

import dev.plumb.value.FileMode;
import dev.plumb.value.UserName;

/**
 * What stat tells of whatever stands at a path. Times are seconds since 1970, sizes bytes.
 *
 * @param owner the user's name, or {@code UNKNOWN} when the host has no name for the number
 * @param group the group's name, or {@code UNKNOWN}
 */
record Attributes(
    FileMode mode,
    long uid,
    long gid,
    String owner,
    String group,
    long links,
    long inode,
    long device,
    long size,
    long accessed,
    long modified,
    long changed) {

  /** Of something that is about to be made: what was not asked for is anyone's guess. */
  static Attributes fresh(FileMode mode) {
    return new Attributes(mode, 0, 0, "root", "root", 1, 0, 0, 0, 0, 0, 0);
  }

  boolean ownedBy(UserName user) {
    return user.value().equals(owner) || user.value().equals(Long.toString(uid));
  }

  boolean ofGroup(UserName name) {
    return name.value().equals(group) || name.value().equals(Long.toString(gid));
  }

  /** The owner for people. */
  String ownerShown() {
    return owner.equals("UNKNOWN") ? Long.toString(uid) : owner;
  }

  /** The group for people. */
  String groupShown() {
    return group.equals("UNKNOWN") ? Long.toString(gid) : group;
  }

  Attributes withMode(FileMode to) {
    return new Attributes(
        to, uid, gid, owner, group, links, inode, device, size, accessed, modified, changed);
  }

  Attributes withOwner(String to) {
    return new Attributes(
        mode, uid, gid, to, group, links, inode, device, size, accessed, modified, changed);
  }

  Attributes withGroup(String to) {
    return new Attributes(
        mode, uid, gid, owner, to, links, inode, device, size, accessed, modified, changed);
  }
}
