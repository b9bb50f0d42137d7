package dev.plumb.module.preflight;

import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

record PreflightSpec(
    @Arg(
            doc =
                "The address under which the other hosts reach this one: it must be on one of its"
                    + " links, and be no other host's.",
            example = "192.168.199.108")
        Optional<String> address,
    @Arg(
            doc =
                "TCP ports that must be free, or be held by the systemd unit named beside them; by"
                    + " docker also means by one of its containers.",
            example = "{2379: etcd, 179: docker}")
        Map<String, String> ports,
    @Arg(
            doc =
                "Debian packages, each with the version that it must be below, installed or where"
                    + " apt would install it.",
            example = "{docker.io: '23', etcd-server: '3.6'}")
        Map<String, String> packages,
    @Arg(
            doc =
                "Modules or file systems that the kernel must have, built in, loaded or to be"
                    + " loaded. Where the kernel does not tell, it is taken to have them.",
            example = "[overlay, bridge, veth]")
        List<String> kernel,
    @Arg(
            doc = "Folders, each with the MiB that must be free where it is or will be.",
            example = "{/var/lib: 1024}")
        Map<String, Integer> space,
    @Arg(
            doc =
                "What is going to be downloaded. Where a host does not have it yet, its URL must"
                    + " answer.",
            example = "[{url: 'https://example.org/tool', dest: /usr/local/bin/tool}]")
        List<Download> downloads,
    @Arg(
            doc =
                "What else stands in the way, in words, where an expression finds it. Empty texts do"
                    + " not count.",
            example = "['etcd_token is not set: say which.']")
        List<String> problems,
    @Arg(
            doc = "How far apart the clocks of the hosts may be.",
            example = "10s",
            defaultValue = "10s")
        Duration clocksWithin) {

  PreflightSpec {
    for (String port : ports.keySet()) {
      if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
        throw new IllegalArgumentException(
            "takes \"ports\" by number, such as {2379: etcd}, but there is \"" + port + "\"");
      }
    }
  }

  /** One file that is going to be downloaded. */
  record Download(
      @Arg(doc = "Where it comes from.", example = "https://example.org/tool") String url,
      @Arg(doc = "Where it goes.", example = "/usr/local/bin/tool") RemotePath dest,
      @Arg(
              doc = "The digest that it has when it is there: its kind, a colon, the digits.",
              example = "sha1:6fcf9dfbd479ed82697fee719b9f8c610a11ff2a")
          Optional<String> checksum,
      @Arg(doc = "A text that stands in it when it is there.", example = "'\"version\": \"5.3.0\"'")
          Optional<String> holds) {

    Download {
      checksum = checksum.filter(sum -> !sum.isEmpty());
    }
  }
}
