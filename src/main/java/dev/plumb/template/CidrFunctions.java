package dev.plumb.template;

import dev.plumb.value.Value;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/** Functions for networks and addresses, IPv4 and IPv6. */
final class CidrFunctions {

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  static final List<ExpressionFunction> ALL =
      List.of(
          new ExpressionFunction(
              "cidr_network(cidr)",
              "Returns the network of an address with a prefix length.",
              "cidr_network('10.1.2.3/16')",
              "\"10.1.0.0/16\"",
              1,
              1,
              (args, _) -> Value.text(Net.read(args.get(0)).network().toString())),
          new ExpressionFunction(
              "cidr_netmask(cidr)",
              "Returns the netmask of a network.",
              "cidr_netmask('10.1.0.0/20')",
              "\"255.255.240.0\"",
              1,
              1,
              (args, _) -> Value.text(Net.read(args.get(0)).mask())),
          new ExpressionFunction(
              "cidr_prefix(cidr)",
              "Returns the prefix length of a network.",
              "cidr_prefix('10.1.0.0/20')",
              "20",
              1,
              1,
              (args, _) -> Value.number(Net.read(args.get(0)).prefix())),
          new ExpressionFunction(
              "cidr_host(cidr, number)",
              "Returns the address with this number in a network; negative numbers count from the"
                  + " end.",
              "cidr_host('192.168.199.0/24', 108)",
              "\"192.168.199.108\"",
              2,
              2,
              (args, _) -> Value.text(Net.read(args.get(0)).host(args.get(1)))),
          new ExpressionFunction(
              "cidr_contains(cidr, address)",
              "Returns whether a network contains an address or another network.",
              "cidr_contains('192.168.0.0/16', '192.168.199.7')",
              "true",
              2,
              2,
              (args, _) -> Value.bool(Net.read(args.get(0)).contains(Net.read(args.get(1))))),
          new ExpressionFunction(
              "cidr_next(cidr)",
              "Returns the next network of the same size.",
              "cidr_next('10.1.255.0/24')",
              "\"10.2.0.0/24\"",
              1,
              1,
              (args, _) -> Value.text(Net.read(args.get(0)).next().toString())));

  private CidrFunctions() {}

  /** An address with its prefix length. */
  private record Net(BigInteger address, int prefix, int bits) {

    /** A single address is a network with the full prefix length. */
    static Net read(Value value) {
      String text = value.toString();
      int slash = text.indexOf('/');
      String address = slash < 0 ? text : text.substring(0, slash);
      try {
        // Host names must never reach the resolver.
        if (!ADDRESS.matcher(address).matches()
            || (address.indexOf(':') < 0 && address.split("\\.", -1).length != 4)) {
          throw new UnknownHostException(address);
        }
        byte[] bytes = InetAddress.getByName(address).getAddress();
        int bits = bytes.length * Byte.SIZE;
        int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        if (prefix < 0 || prefix > bits) {
          throw new NumberFormatException();
        }
        return new Net(new BigInteger(1, bytes), prefix, bits);
      } catch (UnknownHostException | NumberFormatException e) {
        throw new IllegalArgumentException(
            "\"" + text + "\" is not a network such as \"10.0.0.0/8\" or \"fd00::/64\".", e);
      }
    }

    private BigInteger size() {
      return BigInteger.ONE.shiftLeft(bits - prefix);
    }

    Net network() {
      BigInteger first = address.subtract(address.mod(size()));
      return new Net(first, prefix, bits);
    }

    Net next() {
      BigInteger next = network().address().add(size());
      if (next.bitLength() > bits) {
        throw new IllegalArgumentException("There is no network after " + network() + ".");
      }
      return new Net(next, prefix, bits);
    }

    String host(Value number) {
      if (!(number instanceof Value.Num n)) {
        throw new IllegalArgumentException("\"" + number + "\" is not a whole number.");
      }
      BigInteger offset = n.number().toBigInteger();
      BigInteger at = offset.signum() < 0 ? size().add(offset) : offset;
      if (at.signum() < 0 || at.compareTo(size()) >= 0) {
        throw new IllegalArgumentException(
            "The network %s has %s addresses, so %s is out of range."
                .formatted(network(), size(), number));
      }
      return text(network().address().add(at));
    }

    boolean contains(Net other) {
      return bits == other.bits
          && other.prefix >= prefix
          && new Net(other.address, prefix, bits).network().equals(network());
    }

    String mask() {
      return text(BigInteger.ONE.shiftLeft(bits).subtract(size()));
    }

    private String text(BigInteger of) {
      byte[] bytes = new byte[bits / Byte.SIZE];
      byte[] digits = of.toByteArray();
      int length = Math.min(digits.length, bytes.length);
      System.arraycopy(digits, digits.length - length, bytes, bytes.length - length, length);
      try {
        String text = String.valueOf(InetAddress.getByAddress(bytes).getHostAddress());
        return bits == 32 ? text : compressed(text);
      } catch (UnknownHostException e) {
        throw new IllegalStateException("The length is right. This is a bug in plumb.", e);
      }
    }

    /** Replaces the longest run of at least two zero groups with "::". */
    private static String compressed(String full) {
      String longest = "";
      var zeros = Pattern.compile("(?:^|:)0(?::0)+(?=:|$)").matcher(full);
      while (zeros.find()) {
        longest = zeros.group().length() > longest.length() ? zeros.group() : longest;
      }
      if (longest.isEmpty()) {
        return full;
      }
      int at = full.indexOf(longest);
      String before = full.substring(0, at);
      String after = full.substring(at + longest.length());
      return before + (after.isEmpty() ? "::" : ":" + after);
    }

    @Override
    public String toString() {
      return text(address) + "/" + prefix;
    }
  }
}
