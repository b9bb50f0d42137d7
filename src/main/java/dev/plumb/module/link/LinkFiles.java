package dev.plumb.module.link;

import dev.plumb.module.Presence;
import dev.plumb.module.link.NetworkLinkSpec.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The files that restore a link at boot. */
final class LinkFiles {

  static final String UNIT_PATH = "/etc/systemd/system/" + LinkPersistence.UNIT_NAME;

  private static final String NETWORKD = "/etc/systemd/network/";
  private static final String IFUPDOWN = "/etc/network/interfaces.d/plumb-";
  private static final String BATCH_DIRECTORY = "/etc/plumb/links/";
  private static final String HEADER = "# Managed by plumb.\n";

  /*
   * Files are read in the order of their names: namespaces (10-), then commands that create links (20- and on, the
   * parent of a VLAN first), then commands that configure them (30- and on, bridges and bonds last, because they
   * need their ports). The name ends with @NAMESPACE for commands in a namespace, and with @@NAMESPACE for the
   * peer of a link outside.
   */
  static final String UNIT =
      HEADER
          + """
          [Unit]
          Description=Network namespaces and links managed by plumb
          DefaultDependencies=no
          After=local-fs.target systemd-modules-load.service systemd-udev-trigger.service
          Before=network-pre.target shutdown.target
          Wants=network-pre.target
          Conflicts=shutdown.target

          [Service]
          Type=oneshot
          RemainAfterExit=yes
          Environment=LC_ALL=C
          # Wait until hardware links have their names.
          ExecStartPre=-/bin/udevadm settle --timeout=30
          ExecStart=/bin/sh -c 'for f in /etc/plumb/links/*.ip; do case $$f in *@*) n=$${f##*@}; ip -n "$${n%%.ip}" -force -batch "$$f";; *) ip -force -batch "$$f";; esac; done'

          [Install]
          WantedBy=multi-user.target
          """;

  private static final Set<Optional<Kind>> KINDS_WITH_PORTS =
      Set.of(Optional.of(Kind.BRIDGE), Optional.of(Kind.BOND));

  private LinkFiles() {}

  /** Returns whether the path may belong to the link. */
  static boolean belongsTo(NetworkLinkSpec spec, String path) {
    String name = spec.name().value();
    String calls = Pattern.quote(BATCH_DIRECTORY) + "[23]\\d-" + Pattern.quote(name);
    if (spec.namespace().isPresent()) {
      return path.matches(calls + Pattern.quote("@" + spec.namespace().get()) + "(@@.*)?\\.ip");
    }
    return path.equals(NETWORKD + "30-plumb-" + name + ".netdev")
        || path.equals(NETWORKD + "30-plumb-" + name + ".network")
        || (path.startsWith(NETWORKD) && path.endsWith(".network.d/plumb-" + name + ".conf"))
        || path.matches(Pattern.quote(IFUPDOWN) + "3\\d-" + Pattern.quote(name))
        || path.matches(calls + "(@@.*)?\\.ip");
  }

  /** Returns whether the path belongs to a link in the namespace. */
  static boolean isInNamespace(LinkName namespace, String path) {
    return path.matches(
        Pattern.quote(BATCH_DIRECTORY)
            + "[23]\\d-[^@]+"
            + Pattern.quote("@" + namespace)
            + "(@@.*)?\\.ip");
  }

  /** Returns the wanted files by path; none for an absent link. */
  static Map<String, String> of(
      NetworkLinkSpec spec, LinkPersistence kept, NamespaceState.Present links) {
    if (spec.state() == Presence.ABSENT) {
      return Map.of();
    }
    Map<String, String> files = new LinkedHashMap<>();
    boolean byUnit =
        spec.namespace().isPresent() || kept.manager() == LinkPersistence.NetworkManager.UNIT;
    if (byUnit
        || kept.manager() == LinkPersistence.NetworkManager.IFUPDOWN
        || spec.peerNamespace().isPresent()) {
      addUnitFiles(spec, links, files, byUnit);
    }
    if (!byUnit && kept.manager() == LinkPersistence.NetworkManager.IFUPDOWN) {
      files.put(IFUPDOWN + orderPrefix(3, spec, links) + "-" + spec.name(), ifupdown(spec));
    } else if (!byUnit) {
      addNetworkdFiles(spec, kept, links, files);
    }
    return files;
  }

  /** Returns the two digits before a name: the phase, and the position in it. */
  private static String orderPrefix(int phase, NetworkLinkSpec spec, NamespaceState.Present links) {
    boolean hasPorts = phase == 3 && KINDS_WITH_PORTS.contains(spec.type());
    int parents = 0;
    Optional<String> parent = spec.parent().map(LinkName::value);
    while (parent.isPresent() && parents < 8) {
      parents++;
      NetworkLink link = links.links().get(parent.get());
      parent = link != null && link.vlan().isPresent() ? link.lower() : Optional.empty();
    }
    return phase + "" + (hasPorts ? 9 : parents);
  }

  /**
   * @param alone whether the unit alone configures the link
   */
  private static void addUnitFiles(
      NetworkLinkSpec spec,
      NamespaceState.Present links,
      Map<String, String> files,
      boolean alone) {
    String end = "-" + spec.name() + suffix("@", spec.namespace());
    putBatch(BATCH_DIRECTORY + orderPrefix(2, spec, links) + end, BootCommands.create(spec), files);
    String configure = BATCH_DIRECTORY + orderPrefix(3, spec, links) + end;
    List<IpCommand> here = new ArrayList<>(alone ? BootCommands.configure(spec) : List.of());
    if (spec.effectivePeerNamespace().equals(spec.namespace())) {
      here.addAll(BootCommands.configurePeer(spec));
    } else {
      putBatch(
          configure + suffix("@@", spec.effectivePeerNamespace()),
          BootCommands.configurePeer(spec),
          files);
    }
    putBatch(configure, here, files);
    files.put(UNIT_PATH, UNIT);
  }

  private static void putBatch(String path, List<IpCommand> calls, Map<String, String> files) {
    if (!calls.isEmpty()) {
      files.put(path + ".ip", batch(calls));
    }
  }

  private static String suffix(String mark, Optional<LinkName> namespace) {
    return namespace.map(name -> mark + name).orElse("");
  }

  static String batch(List<IpCommand> calls) {
    return HEADER
        + calls.stream()
            .map(call -> String.join(" ", call.words()) + "\n")
            .collect(Collectors.joining());
  }

  static String namespaceFile(LinkName name, boolean within) {
    return BATCH_DIRECTORY + "10-" + name + (within ? "@" + name : "") + ".ip";
  }

  private static String ifupdown(NetworkLinkSpec spec) {
    StringBuilder text = new StringBuilder(HEADER);
    text.append("auto ").append(spec.name()).append("\niface ").append(spec.name());
    text.append(" inet manual\n");
    for (IpCommand call : BootCommands.configure(spec)) {
      text.append("    pre-up ip ").append(call.scriptLine()).append('\n');
    }
    return text.append("    post-down ip link set ")
        .append(spec.name())
        .append(" down\n")
        .toString();
  }

  private static void addNetworkdFiles(
      NetworkLinkSpec spec,
      LinkPersistence kept,
      NamespaceState.Present links,
      Map<String, String> files) {
    LinkName name = spec.name();
    // networkd manages one namespace only, so the unit creates pairs that reach into another.
    boolean reachesOut = spec.peerNamespace().isPresent();
    if (!reachesOut && spec.type().isPresent()) {
      files.put(NETWORKD + "30-plumb-" + name + ".netdev", netdev(spec));
    }
    String others = kept.networkFiles().getOrDefault(name.value(), "");
    boolean ours = others.isEmpty() || others.endsWith("/30-plumb-" + name + ".network");
    files.put(
        ours ? NETWORKD + "30-plumb-" + name + ".network" : dropInPath(others, name),
        (ours ? HEADER + "[Match]\nName=" + name + "\n\n" : HEADER) + settings(spec, links));
    spec.parent().ifPresent(parent -> addDropIn(parent, "VLAN", name, kept, files));
    String key = spec.type().equals(Optional.of(Kind.BOND)) ? "Bond" : "Bridge";
    spec.ports().orElse(List.of()).forEach(port -> addDropIn(port, key, name, kept, files));
    if (spec.peer().isPresent() && !reachesOut) {
      LinkName peer = spec.peer().get();
      files.put(
          networkFile(peer, kept) + ".d/plumb-" + name + ".conf",
          HEADER
              + "[Network]\nConfigureWithoutCarrier=yes\n"
              + addresses(spec.peerAddresses().orElse(List.of())));
      addNetworkFile(peer, kept, files);
    }
  }

  /** Adds a drop-in to another link's network file that attaches this link. */
  private static void addDropIn(
      LinkName link, String key, LinkName name, LinkPersistence kept, Map<String, String> files) {
    files.put(
        networkFile(link, kept) + ".d/plumb-" + name + ".conf",
        HEADER + "[Network]\n" + key + "=" + name + "\n");
    addNetworkFile(link, kept, files);
  }

  private static String networkFile(LinkName link, LinkPersistence kept) {
    String file = kept.networkFiles().getOrDefault(link.value(), "30-plumb-" + link + ".network");
    return NETWORKD + file.substring(file.lastIndexOf('/') + 1);
  }

  private static void addNetworkFile(
      LinkName link, LinkPersistence kept, Map<String, String> files) {
    String path = networkFile(link, kept);
    boolean ours = path.endsWith("/30-plumb-" + link + ".network");
    // The task of that link determines its other contents.
    if (ours) {
      files.put(path, kept.files().getOrDefault(path, HEADER + "[Match]\nName=" + link + "\n"));
    }
  }

  private static String dropInPath(String others, LinkName name) {
    return NETWORKD + others.substring(others.lastIndexOf('/') + 1) + ".d/plumb-" + name + ".conf";
  }

  private static String netdev(NetworkLinkSpec spec) {
    StringBuilder text = new StringBuilder(HEADER + "[NetDev]\n");
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

  private static String settings(NetworkLinkSpec spec, NamespaceState.Present links) {
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

  private static String addresses(List<InterfaceAddress> addresses) {
    return addresses.stream()
        .map(address -> "Address=" + address + "\n")
        .collect(Collectors.joining());
  }
}
