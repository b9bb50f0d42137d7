package dev.plumb.module.link;

import dev.plumb.module.link.NetworkLinkSpec.Kind;
import dev.plumb.module.link.NetworkLinkSpec.Presence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The files that make a link be there after a boot. */
final class KeptFiles {

  static final String UNIT_PATH = "/etc/systemd/system/" + Kept.UNIT_NAME;

  private static final String NETWORKD = "/etc/systemd/network/";
  private static final String IFUPDOWN = "/etc/network/interfaces.d/plumb-";
  private static final String CALLS = "/etc/plumb/links/";
  private static final String HEAD = "# Kept by plumb.\n";

  /*
   * Files are read in the order of their names: namespaces (10-) come before links (20-), and what is
   * called within a namespace comes behind an @.
   */
  static final String UNIT =
      HEAD
          + """
          [Unit]
          Description=Network namespaces and links kept by plumb
          DefaultDependencies=no
          After=local-fs.target systemd-modules-load.service
          Before=network-pre.target shutdown.target
          Wants=network-pre.target
          Conflicts=shutdown.target

          [Service]
          Type=oneshot
          RemainAfterExit=yes
          ExecStart=/bin/sh -c 'for f in /etc/plumb/links/*.ip; do case $$f in *@*) n=$${f##*@}; ip -n "$${n%%.ip}" -force -batch "$$f";; *) ip -force -batch "$$f";; esac; done'

          [Install]
          WantedBy=multi-user.target
          """;

  private KeptFiles() {}

  /** Whether the path is one that a link of this name may have. */
  static boolean isOf(Name name, String path) {
    return path.equals(NETWORKD + "30-plumb-" + name + ".netdev")
        || path.equals(NETWORKD + "30-plumb-" + name + ".network")
        || (path.startsWith(NETWORKD) && path.endsWith(".network.d/plumb-" + name + ".conf"))
        || path.equals(IFUPDOWN + name)
        || path.equals(CALLS + "20-" + name + ".ip")
        || (path.startsWith(CALLS + "20-" + name + "@") && path.endsWith(".ip"));
  }

  /** By path; nothing for a link that shall not be there. */
  static Map<String, String> of(NetworkLinkSpec spec, Kept kept, Links.Present links) {
    if (spec.state() == Presence.ABSENT) {
      return Map.of();
    }
    Map<String, String> files = new LinkedHashMap<>();
    if (spec.namespace().isPresent() || kept.by() == Kept.By.UNIT) {
      byUnit(spec, files, true);
    } else if (kept.by() == Kept.By.IFUPDOWN) {
      files.put(IFUPDOWN + spec.name(), ifupdown(spec));
    } else {
      byNetworkd(spec, kept, links, files);
    }
    return files;
  }

  /** The calls that make all of it from nothing. */
  private static List<Ip> calls(NetworkLinkSpec spec, boolean settings) {
    Optional<Name> namespace = spec.namespace();
    List<Ip> calls = new ArrayList<>();
    if (spec.type().isPresent()) {
      calls.add(spec.adding());
    }
    if (settings) {
      Name name = spec.name();
      spec.mtu().ifPresent(mtu -> calls.add(Ip.in(namespace, "link", "set", name, "mtu", mtu)));
      spec.stp()
          .ifPresent(
              on ->
                  calls.add(
                      Ip.in(
                          namespace,
                          "link",
                          "set",
                          name,
                          "type",
                          "bridge",
                          "stp_state",
                          on ? "1" : "0")));
      spec.ports()
          .orElse(List.of())
          .forEach(
              port -> {
                // A bond takes only links that are down.
                if (spec.type().equals(Optional.of(Kind.BOND))) {
                  calls.add(Ip.in(namespace, "link", "set", port, "down"));
                }
                calls.add(Ip.in(namespace, "link", "set", port, "master", name));
                calls.add(Ip.in(namespace, "link", "set", port, "up"));
              });
      spec.master()
          .ifPresent(master -> calls.add(Ip.in(namespace, "link", "set", name, "master", master)));
      spec.addresses()
          .orElse(List.of())
          .forEach(address -> calls.add(Ip.in(namespace, "addr", "add", address, "dev", name)));
      if (spec.up()) {
        calls.add(Ip.in(namespace, "link", "set", name, "up"));
      }
    }
    spec.peer()
        .ifPresent(
            peer -> {
              spec.mtu()
                  .ifPresent(
                      mtu -> calls.add(Ip.in(spec.there(), "link", "set", peer, "mtu", mtu)));
              spec.peerAddresses()
                  .orElse(List.of())
                  .forEach(
                      address ->
                          calls.add(Ip.in(spec.there(), "addr", "add", address, "dev", peer)));
              calls.add(Ip.in(spec.there(), "link", "set", peer, "up"));
            });
    return calls;
  }

  private static void byUnit(NetworkLinkSpec spec, Map<String, String> files, boolean settings) {
    Map<Optional<Name>, List<Ip>> byNamespace =
        calls(spec, settings).stream()
            .collect(Collectors.groupingBy(Ip::namespace, LinkedHashMap::new, Collectors.toList()));
    byNamespace.forEach(
        (namespace, calls) ->
            files.put(
                CALLS + "20-" + spec.name() + namespace.map(name -> "@" + name).orElse("") + ".ip",
                batch(calls)));
    files.put(UNIT_PATH, UNIT);
  }

  static String batch(List<Ip> calls) {
    return HEAD
        + calls.stream()
            .map(call -> String.join(" ", call.words()) + "\n")
            .collect(Collectors.joining());
  }

  static String namespaceFile(Name name, boolean within) {
    return CALLS + "10-" + name + (within ? "@" + name : "") + ".ip";
  }

  private static String ifupdown(NetworkLinkSpec spec) {
    StringBuilder text = new StringBuilder(HEAD);
    text.append("auto ").append(spec.name()).append("\niface ").append(spec.name());
    text.append(" inet manual\n");
    calls(spec, true)
        .forEach(call -> text.append("    pre-up ip ").append(call.line()).append('\n'));
    if (spec.type().isPresent()) {
      text.append("    post-down ip link del ").append(spec.name()).append('\n');
    }
    return text.toString();
  }

  private static void byNetworkd(
      NetworkLinkSpec spec, Kept kept, Links.Present links, Map<String, String> files) {
    Name name = spec.name();
    boolean reachesOut = spec.peerNamespace().isPresent();
    if (reachesOut) {
      // networkd knows one namespace alone, so the pair is made before it looks.
      byUnit(spec, files, false);
    } else if (spec.type().isPresent()) {
      files.put(NETWORKD + "30-plumb-" + name + ".netdev", netdev(spec));
    }
    String others = kept.networkFiles().getOrDefault(name.value(), "");
    boolean ours = others.isEmpty() || others.endsWith("/30-plumb-" + name + ".network");
    files.put(
        ours ? NETWORKD + "30-plumb-" + name + ".network" : dropIn(others, name),
        (ours ? HEAD + "[Match]\nName=" + name + "\n\n" : HEAD) + settings(spec, links));
    spec.parent().ifPresent(parent -> carries(parent, "VLAN", name, kept, files));
    String key = spec.type().equals(Optional.of(Kind.BOND)) ? "Bond" : "Bridge";
    spec.ports().orElse(List.of()).forEach(port -> carries(port, key, name, kept, files));
    if (spec.peer().isPresent() && !reachesOut) {
      Name peer = spec.peer().get();
      files.put(
          base(peer, kept) + ".d/plumb-" + name + ".conf",
          HEAD
              + "[Network]\nConfigureWithoutCarrier=yes\n"
              + addresses(spec.peerAddresses().orElse(List.of())));
      addBase(peer, kept, files);
    }
  }

  /** Tells another link, in the file that networkd has for it, what stands on it. */
  private static void carries(
      Name link, String key, Name name, Kept kept, Map<String, String> files) {
    files.put(
        base(link, kept) + ".d/plumb-" + name + ".conf",
        HEAD + "[Network]\n" + key + "=" + name + "\n");
    addBase(link, kept, files);
  }

  private static String base(Name link, Kept kept) {
    String file = kept.networkFiles().getOrDefault(link.value(), "30-plumb-" + link + ".network");
    return NETWORKD + file.substring(file.lastIndexOf('/') + 1);
  }

  private static void addBase(Name link, Kept kept, Map<String, String> files) {
    String path = base(link, kept);
    boolean ours = path.endsWith("/30-plumb-" + link + ".network");
    // Whatever else it says was said by the task that keeps that link.
    if (ours) {
      files.put(path, kept.files().getOrDefault(path, HEAD + "[Match]\nName=" + link + "\n"));
    }
  }

  private static String dropIn(String others, Name name) {
    return NETWORKD + others.substring(others.lastIndexOf('/') + 1) + ".d/plumb-" + name + ".conf";
  }

  private static String netdev(NetworkLinkSpec spec) {
    StringBuilder text = new StringBuilder(HEAD + "[NetDev]\n");
    text.append("Name=").append(spec.name()).append('\n');
    text.append("Kind=").append(spec.type().orElseThrow()).append('\n');
    spec.mtu().ifPresent(mtu -> text.append("MTUBytes=").append(mtu).append('\n'));
    spec.id().ifPresent(id -> text.append("\n[VLAN]\nId=").append(id).append('\n'));
    spec.peer().ifPresent(peer -> text.append("\n[Peer]\nName=").append(peer).append('\n'));
    spec.stp().ifPresent(on -> text.append("\n[Bridge]\nSTP=").append(on ? "yes\n" : "no\n"));
    if (spec.type().equals(Optional.of(Kind.BOND))) {
      text.append("\n[Bond]\nMIIMonitorSec=100ms\n");
      spec.mode().ifPresent(mode -> text.append("Mode=").append(mode).append('\n'));
    }
    return text.toString();
  }

  private static String settings(NetworkLinkSpec spec, Links.Present links) {
    StringBuilder text = new StringBuilder("[Link]\nRequiredForOnline=no\n");
    spec.mtu().ifPresent(mtu -> text.append("MTUBytes=").append(mtu).append('\n'));
    if (!spec.up()) {
      text.append("ActivationPolicy=always-down\n");
    }
    text.append("\n[Network]\nIPv6AcceptRA=no\nConfigureWithoutCarrier=yes\n");
    spec.master()
        .ifPresent(
            master -> {
              boolean bond = links.link(master).filter(l -> l.kind().equals("bond")).isPresent();
              text.append(bond ? "Bond=" : "Bridge=").append(master).append('\n');
            });
    text.append(addresses(spec.addresses().orElse(List.of())));
    return text.toString();
  }

  private static String addresses(List<Address> addresses) {
    return addresses.stream()
        .map(address -> "Address=" + address + "\n")
        .collect(Collectors.joining());
  }
}
