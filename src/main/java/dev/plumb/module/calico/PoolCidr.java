package dev.plumb.module.calico;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A network's addresses, without host bits: {@code 192.0.2.7/24} is {@code 192.0.2.0/24}. Calico
 * itself takes the two for two pools.
 */
record PoolCidr(BigInteger first, int length, boolean v6) {

  private static final String SHAPE =
      "([0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)/[0-9]{1,3}";

  PoolCidr {
    int rest = (v6 ? 128 : 32) - length;
    first = first.shiftRight(rest).shiftLeft(rest);
  }

  public static PoolCidr of(String text) {
    String[] parts = text.split("/", 2);
    if (text.matches(SHAPE)) {
      try {
        // An address in digits: no name is looked up.
        byte[] bytes = InetAddress.getByName(parts[0]).getAddress();
        int length = Integer.parseInt(parts[1]);
        if (length <= bytes.length * 8) {
          return new PoolCidr(new BigInteger(1, bytes), length, bytes.length == 16);
        }
      } catch (UnknownHostException e) {
        // Told below, like any other text that is none.
      }
    }
    throw new IllegalArgumentException(
        "must be a network such as \"192.0.2.0/24\", but was \"" + text + "\"");
  }

  boolean contains(PoolCidr other) {
    return v6 == other.v6
        && length <= other.length
        && new PoolCidr(other.first, length, v6).equals(this);
  }

  boolean overlaps(PoolCidr other) {
    return contains(other) || other.contains(this);
  }

  @Override
  public String toString() {
    try {
      byte[] all = first.toByteArray();
      byte[] bytes = new byte[v6 ? 16 : 4];
      int copied = Math.min(all.length, bytes.length);
      System.arraycopy(all, all.length - copied, bytes, bytes.length - copied, copied);
      return InetAddress.getByAddress(bytes).getHostAddress() + "/" + length;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("An address of a wrong length. This is a bug in plumb.", e);
    }
  }
}
