package dev.plumb.module.etcd;

import java.util.HexFormat;
import java.util.Optional;

/**
 * Reads the ids of cluster and member from the beginning of etcd's write-ahead log, which works for
 * stopped members too.
 *
 * <p>A log is a sequence of frames: eight little-endian bytes with the length of the record in the
 * lower seven and the padding in the low bits of the last, then the record, a protocol buffer with
 * type (1), checksum (2) and data (3). Each file begins with a checksum; the following record of
 * type 1 contains the ids of member (1) and cluster (2).
 */
final class WalHeader {

  private static final int METADATA = 1;

  private final byte[] bytes;
  private int at;

  private WalHeader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns the ids from the first bytes of a log, given in hexadecimal. */
  static Optional<HostState.Ids> ids(String hex) {
    try {
      return new WalHeader(HexFormat.of().parseHex(hex)).ids();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // Not hexadecimal, or truncated.
      return Optional.empty();
    }
  }

  private Optional<HostState.Ids> ids() {
    while (at + 8 <= bytes.length) {
      long frame = 0;
      for (int i = 7; i >= 0; i--) {
        frame = frame << 8 | (bytes[at + i] & 0xff);
      }
      int length = Math.toIntExact(frame & 0x00ff_ffff_ffff_ffffL);
      int padding = frame < 0 ? (int) (frame >>> 56 & 7) : 0;
      at += 8;
      int end = at + length;
      long type = 0;
      while (at < end) {
        int field = (int) varint();
        switch (field) {
          case 1 << 3 -> type = varint();
          case 2 << 3 -> varint();
          case 3 << 3 | 2 -> {
            int size = (int) varint();
            if (type == METADATA) {
              return metadata(at + size);
            }
            at += size;
          }
          default -> {
            return Optional.empty();
          }
        }
      }
      at = end + padding;
    }
    return Optional.empty();
  }

  private Optional<HostState.Ids> metadata(int end) {
    long member = 0;
    long cluster = 0;
    while (at < end) {
      int field = (int) varint();
      if (field == 1 << 3) {
        member = varint();
      } else if (field == 2 << 3) {
        cluster = varint();
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new HostState.Ids(cluster, member));
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = bytes[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("must be a number of at most 64 bits");
  }
}
