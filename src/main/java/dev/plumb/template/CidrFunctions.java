package dev.plumb.template;

import dev.plumb.value.IpNetwork;
import dev.plumb.value.Value;
import java.math.BigInteger;
import java.util.List;

/** Functions for networks and addresses, IPv4 and IPv6. */
final class CidrFunctions {

  static final List<ExpressionFunction> ALL =
      List.of(
          new ExpressionFunction(
              "cidr_network(cidr)",
              "Returns the network of an address with a prefix length.",
              "cidr_network('10.1.2.3/16')",
              "\"10.1.0.0/16\"",
              1,
              1,
              (args, _) -> Value.text(read(args.get(0)).network().toString())),
          new ExpressionFunction(
              "cidr_netmask(cidr)",
              "Returns the netmask of a network.",
              "cidr_netmask('10.1.0.0/20')",
              "\"255.255.240.0\"",
              1,
              1,
              (args, _) -> Value.text(read(args.get(0)).netmask().addressText())),
          new ExpressionFunction(
              "cidr_prefix(cidr)",
              "Returns the prefix length of a network.",
              "cidr_prefix('10.1.0.0/20')",
              "20",
              1,
              1,
              (args, _) -> Value.number(read(args.get(0)).prefix())),
          new ExpressionFunction(
              "cidr_host(cidr, number)",
              "Returns the address with this number in a network; negative numbers count from the"
                  + " end.",
              "cidr_host('192.168.199.0/24', 108)",
              "\"192.168.199.108\"",
              2,
              2,
              (args, _) -> Value.text(host(read(args.get(0)), args.get(1)))),
          new ExpressionFunction(
              "cidr_contains(cidr, address)",
              "Returns whether a network contains an address or another network.",
              "cidr_contains('192.168.0.0/16', '192.168.199.7')",
              "true",
              2,
              2,
              (args, _) -> Value.bool(read(args.get(0)).contains(read(args.get(1))))),
          new ExpressionFunction(
              "cidr_next(cidr)",
              "Returns the next network of the same size.",
              "cidr_next('10.1.255.0/24')",
              "\"10.2.0.0/24\"",
              1,
              1,
              (args, _) -> Value.text(next(read(args.get(0))).toString())));

  private CidrFunctions() {}

  private static IpNetwork read(Value value) {
    try {
      return IpNetwork.of(value.toString());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"" + value + "\" is not a network such as \"10.0.0.0/8\" or \"fd00::/64\".", e);
    }
  }

  private static IpNetwork next(IpNetwork network) {
    BigInteger next = network.network().address().add(network.size());
    if (next.bitLength() > network.bits()) {
      throw new IllegalArgumentException("There is no network after " + network.network() + ".");
    }
    return new IpNetwork(next, network.prefix(), network.bits());
  }

  private static String host(IpNetwork network, Value number) {
    if (!(number instanceof Value.Num n)) {
      throw new IllegalArgumentException("\"" + number + "\" is not a whole number.");
    }
    BigInteger size = network.size();
    BigInteger offset = n.number().toBigInteger();
    BigInteger at = offset.signum() < 0 ? size.add(offset) : offset;
    if (at.signum() < 0 || at.compareTo(size) >= 0) {
      throw new IllegalArgumentException(
          "The network %s has %s addresses, so %s is out of range."
              .formatted(network.network(), size, number));
    }
    BigInteger address = network.network().address().add(at);
    return new IpNetwork(address, network.prefix(), network.bits()).addressText();
  }
}
