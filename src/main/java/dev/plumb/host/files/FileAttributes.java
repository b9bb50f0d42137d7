package dev.plumb.host.files;

import dev.plumb.value.FileMode;
import dev.plumb.value.UserName;

/**
 * What stat tells of whatever stands at a path. Times are seconds since 1970, sizes bytes.
 *
 * @param owner the user's name, or {@code UNKNOWN} when the host has no name for the number
 * @param group the group's name, or {@code UNKNOWN}
 */
public record FileAttributes(
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
  public static FileAttributes ofNewFile(FileMode mode) {
    return new FileAttributes(mode, 0, 0, "root", "root", 1, 0, 0, 0, 0, 0, 0);
  }

  boolean ownedBy(UserName user) {
    return user.value().equals(owner) || user.value().equals(Long.toString(uid));
  }

  boolean hasGroup(UserName name) {
    return name.value().equals(group) || name.value().equals(Long.toString(gid));
  }

  /** The owner for people. */
  public String ownerName() {
    return owner.equals("UNKNOWN") ? Long.toString(uid) : owner;
  }

  /** The group for people. */
  public String groupName() {
    return group.equals("UNKNOWN") ? Long.toString(gid) : group;
  }

  FileAttributes withMode(FileMode to) {
    return new FileAttributes(
        to, uid, gid, owner, group, links, inode, device, size, accessed, modified, changed);
  }

  FileAttributes withOwner(String to) {
    return new FileAttributes(
        mode, uid, gid, to, group, links, inode, device, size, accessed, modified, changed);
  }

  FileAttributes withGroup(String to) {
    return new FileAttributes(
        mode, uid, gid, owner, to, links, inode, device, size, accessed, modified, changed);
  }
}
