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
                "The address at which the other hosts reach this one. It must be on one"
                    + " of its links and unique.",
            example = "192.168.199.108")
        Optional<String> address,
    @Arg(
            doc =
                "TCP ports that must be free or in use by the given systemd unit; docker"
                    + " includes its containers.",
            example = "{2379: etcd, 179: docker}")
        Map<String, String> ports,
    @Arg(
            doc =
                "Debian packages, each with an exclusive upper bound for the installed or"
                    + " candidate version.",
            example = "{docker.io: '23', etcd-server: '3.6'}")
        Map<String, String> packages,
    @Arg(
            doc =
                "Modules or file systems that the kernel must support, built in or"
                    + " loadable. Assumed present if the kernel does not list its modules.",
            example = "[overlay, bridge, veth]")
        List<String> kernel,
    @Arg(
            doc = "Directories, each with the free space in MiB that its file system must have.",
            example = "{/var/lib: 1024}")
        Map<String, Integer> space,
    @Arg(
            doc = "Planned downloads. If a host does not have the file yet, the URL must answer.",
            example = "[{url: 'https://example.org/tool', dest: /usr/local/bin/tool}]")
        List<Download> downloads,
    @Arg(
            doc = "Further problems as texts, computed by expressions. Empty texts are ignored.",
            example = "['etcd_token is not set: say which.']")
        List<String> problems,
    @Arg(
            doc = "Maximum difference between the clocks of the hosts.",
            example = "10s",
            defaultValue = "10s")
        Duration clocksWithin) {

  PreflightSpec {
    for (String port : ports.keySet()) {
      if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
        throw new IllegalArgumentException(
            "must have numeric \"ports\" such as {2379: etcd}, but has \"" + port + "\"");
      }
    }
  }

  /** A planned download. */
  record Download(
      @Arg(doc = "The URL.", example = "https://example.org/tool") String url,
      @Arg(doc = "The destination on the host.", example = "/usr/local/bin/tool") RemotePath dest,
      @Arg(
              doc = "The digest of the complete file: algorithm, colon, digits.",
              example = "sha1:6fcf9dfbd479ed82697fee719b9f8c610a11ff2a")
          Optional<String> checksum,
      @Arg(doc = "A text that the complete file contains.", example = "'\"version\": \"5.3.0\"'")
          Optional<String> holds) {

    Download {
      checksum = checksum.filter(sum -> !sum.isEmpty());
    }
  }
}
