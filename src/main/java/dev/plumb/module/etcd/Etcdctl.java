package dev.plumb.module.etcd;

import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.value.RemotePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands of etcdctl, run on a host against its member. */
final class Etcdctl {

  private static final Map<String, String> API_3 = Map.of("ETCDCTL_API", "3");

  /**
   * etcd refuses a membership change within five seconds of the previous one. Only that error is
   * temporary and worth a retry.
   */
  private static final String RETRYING =
      """
      # etcdctl
      tries=0
      until said=$(ETCDCTL_API=3 etcdctl "$@" 2>&1); do
        tries=$((tries + 1))
        case $said in *'unhealthy cluster'* | *'not enough started members'*) [ "$tries" -ge 20 ] || { sleep 1; continue; } ;; esac
        echo "$said" >&2
        exit 1
      done
      """;

  private static final String BACKUP =
      """
      # back up etcd:
      umask 077
      to=$1/$2-$(date +%Y%m%dT%H%M%S) data=$3 v2=$4
      shift 4
      mkdir -p -- "$to" &&
        ETCDCTL_API=3 etcdctl "$@" snapshot save "$to/snapshot.db" >/dev/null &&
        { [ "$v2" = no ] || ETCDCTL_API=2 etcdctl backup --data-dir "$data" --backup-dir "$to/v2"; }
      """;

  private Etcdctl() {}

  static String[] tls(EtcdSpec spec) {
    List<String> words = new ArrayList<>();
    add(words, "--cacert", spec.trustedCaFile());
    if (spec.trustedCaFile().isPresent()) {
      add(words, "--cert", spec.certFile());
      add(words, "--key", spec.keyFile());
    }
    return words.toArray(String[]::new);
  }

  private static void add(List<String> words, String option, Optional<RemotePath> file) {
    file.ifPresent(path -> words.add(option + "=" + path));
  }

  private static List<String> words(EtcdSpec at, String... more) {
    List<String> words = new ArrayList<>();
    words.add("--endpoints=" + at.endpoint());
    words.addAll(List.of(tls(at)));
    words.addAll(List.of(more));
    return words;
  }

  /** Waits until the member answers with a quorum. */
  static Step.Await healthy(EtcdSpec at) {
    return await(at, "endpoint", "health");
  }

  /** Waits until the member answers at all; a learner serves no reads. */
  static Step.Await responding(EtcdSpec at) {
    return await(at, "endpoint", "status");
  }

  /** Promotes a learner; etcd refuses until it has caught up. */
  static Step.Await promoted(EtcdSpec at, long member) {
    return await(at, "member", "promote", hex(member));
  }

  private static Step.Await await(EtcdSpec at, String... what) {
    List<String> words = new ArrayList<>(List.of("etcdctl"));
    words.addAll(words(at, "--dial-timeout=1s", "--command-timeout=3s"));
    words.addAll(List.of(what));
    return new Step.Await(
        Command.of(words).withEnvironment(API_3), at.patience(), Duration.ofMillis(300));
  }

  static Step addMember(EtcdSpec at, EtcdSpec added, boolean learner) {
    List<String> words = words(at, "member", "add", added.name(), "--peer-urls=" + peers(added));
    if (learner) {
      words.add("--learner");
    }
    return retrying(words);
  }

  static Step updateMember(EtcdSpec at, long member, EtcdSpec updated) {
    return retrying(words(at, "member", "update", hex(member), "--peer-urls=" + peers(updated)));
  }

  static Step removeMember(EtcdSpec at, long member) {
    return retrying(words(at, "member", "remove", hex(member)));
  }

  static Step moveLeader(EtcdSpec from, long to) {
    return retrying(words(from, "move-leader", hex(to)));
  }

  static Step backup(EtcdSpec at) {
    List<String> words =
        new ArrayList<>(
            List.of(
                at.backupDir().value(),
                at.name(),
                at.dataDir().value(),
                at.enableV2() ? "yes" : "no"));
    words.addAll(words(at));
    return new Step.Run(Command.shell(BACKUP, words.toArray(String[]::new)));
  }

  private static Step retrying(List<String> words) {
    return new Step.Run(Command.shell(RETRYING, words.toArray(String[]::new)));
  }

  private static String peers(EtcdSpec spec) {
    return String.join(",", MemberConfig.urls(spec.peerUrls()));
  }

  /** Formats an id as etcdctl does. */
  static String hex(long id) {
    return Long.toHexString(id);
  }
}
