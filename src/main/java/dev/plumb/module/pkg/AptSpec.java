package dev.plumb.module.pkg;

import dev.plumb.module.Arg;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

record AptSpec(
    @Arg(
            doc =
                "The packages, each a name or name=version; the version may hold * and ?. Real"
                    + " packages only: a virtual one, such as awk, is never found installed.",
            example = "[etcd-server, docker.io=20.10*]",
            aliases = {"pkg", "package"})
        List<String> name,
    @Arg(
            doc =
                "What the packages shall be: present leaves an installed package at its version, latest brings it to the newest"
                    + " that the host's package lists name.",
            example = "latest",
            defaultValue = "present")
        State state,
    @Arg(
            doc =
                "Whether package lists are fetched before something is installed. A task that finds"
                    + " everything installed fetches nothing.",
            example = "true",
            aliases = {"update-cache"},
            defaultValue = "false")
        boolean updateCache,
    @Arg(
            doc =
                "With update_cache: how old package lists may be, in seconds, before they are"
                    + " fetched in any case. 0 means of any age.",
            example = "86400",
            defaultValue = "0")
        Duration cacheValidTime,
    @Arg(
            doc = "With state absent: whether configuration files go too.",
            example = "true",
            defaultValue = "false")
        boolean purge,
    @Arg(
            doc = "Whether packages that nothing needs any more go along with a removal.",
            example = "true",
            defaultValue = "false")
        boolean autoremove,
    @Arg(
            doc = "Whether recommended packages are installed too. As the host is set when absent.",
            example = "false",
            aliases = "install-recommends")
        Optional<Boolean> installRecommends,
    @Arg(
            doc = "The release to take packages from.",
            example = "bookworm-backports",
            aliases = "default-release")
        Optional<String> defaultRelease,
    @Arg(
            doc = "Whether a version that is asked for may be older than the one installed.",
            example = "true",
            defaultValue = "false")
        boolean allowDowngrade,
    @Arg(
            doc = "How long to wait for another apt to end, in seconds.",
            example = "300",
            defaultValue = "120")
        Duration lockTimeout) {

  /** What a package shall be. */
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

  /** The packages; a text may hold several with commas between, as in Ansible. */
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

  /** Whether the age of package lists can decide something. */
  boolean limitsListsAge() {
    return updateCache && cacheValidTime.isPositive();
  }
}
