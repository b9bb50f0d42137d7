package dev.plumb.module.pkg;

import dev.plumb.module.Arg;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

record AptSpec(
    @Arg(
            doc =
                "The packages, each NAME or NAME=VERSION; the version may contain * and ?. Real"
                    + " packages only: a virtual one, such as awk, is never installed.",
            example = "[etcd-server, docker.io=20.10*]",
            aliases = {"pkg", "package"})
        List<String> name,
    @Arg(
            doc =
                "The wanted state: present keeps an installed package at its version, latest"
                    + " upgrades it to the newest version in the host's package lists.",
            example = "latest",
            defaultValue = "present")
        State state,
    @Arg(
            doc =
                "Whether to update the package lists before installing. A task whose packages are"
                    + " all installed updates nothing.",
            example = "true",
            aliases = {"update-cache"},
            defaultValue = "false")
        boolean updateCache,
    @Arg(
            doc =
                "With update_cache: the age of the package lists, in seconds, from which they are"
                    + " updated in any case. 0 means no limit.",
            example = "86400",
            defaultValue = "0")
        Duration cacheValidTime,
    @Arg(
            doc = "With state absent: whether to remove configuration files too.",
            example = "true",
            defaultValue = "false")
        boolean purge,
    @Arg(
            doc = "Whether a removal also removes packages that are no longer needed.",
            example = "true",
            defaultValue = "false")
        boolean autoremove,
    @Arg(
            doc =
                "Whether to install recommended packages. Default: the configuration of the host.",
            example = "false",
            aliases = "install-recommends")
        Optional<Boolean> installRecommends,
    @Arg(
            doc = "The release to install packages from.",
            example = "bookworm-backports",
            aliases = "default-release")
        Optional<String> defaultRelease,
    @Arg(
            doc = "Whether the requested version may be older than the installed one.",
            example = "true",
            defaultValue = "false")
        boolean allowDowngrade,
    @Arg(
            doc = "The timeout for the lock of another apt, in seconds.",
            example = "300",
            defaultValue = "120")
        Duration lockTimeout) {

  enum State {
    PRESENT,
    ABSENT,
    LATEST
  }

  AptSpec {
    if (name.isEmpty() && !updateCache) {
      throw new IllegalArgumentException("must have a \"name\" or \"update_cache: true\"");
    }
    List<PackageRequest> requests = requests(name);
    if (requests.stream().map(PackageRequest::name).distinct().count() < requests.size()) {
      throw new IllegalArgumentException("must not have a package twice in \"name\"");
    }
    if (state != State.PRESENT && requests.stream().anyMatch(p -> p.version().isPresent())) {
      throw new IllegalArgumentException("must have \"state: present\" when it names a version");
    }
  }

  /** The packages; commas separate several in one text, as in Ansible. */
  List<PackageRequest> packages() {
    return requests(name);
  }

  private static List<PackageRequest> requests(List<String> names) {
    return names.stream()
        .flatMap(text -> Stream.of(text.split(",")))
        .filter(text -> !text.isBlank())
        .map(text -> PackageRequest.of(text.strip()))
        .toList();
  }

  /** Whether the age of the package lists matters. */
  boolean limitsListsAge() {
    return updateCache && cacheValidTime.isPositive();
  }
}
