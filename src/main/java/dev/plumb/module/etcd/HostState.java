package dev.plumb.module.etcd;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a host has of its member, and what the member says.
 *
 * @param version of the installed etcd; empty when there is none
 * @param active whether systemd has the unit running or on its way up
 * @param enabled whether it starts at boot
 * @param unitFile the unit as written; empty when there is none
 * @param settings the settings as written; empty when there are none
 * @param environment the settings that the running process was started with; empty when none runs
 * @param binaryReplaced whether the program of the running process was replaced since
 * @param status what the running member answered; empty when it gave none in time
 */
record HostState(
    Optional<EtcdVersion> version,
    boolean active,
    boolean enabled,
    Optional<String> unitFile,
    Optional<String> settings,
    Map<String, String> environment,
    boolean binaryReplaced,
    Data data,
    Optional<MemberStatus> status) {

  HostState {
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
  }

  /** A host on which there is nothing but the package. */
  static HostState installed(EtcdVersion version) {
    return new HostState(
        Optional.of(version),
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        false,
        new Data.None(),
        Optional.empty());
  }

  /** What is in the data folder. As for etcd itself, there is data when there is a log. */
  sealed interface Data {
    /** No log: no member. */
    record None() implements Data {}

    /** A log, and whose it says that it is. */
    record Known(Ids ids) implements Data {}

    /**
     * The log of a member that began anew under its old id, after its data was lost: it lacks what
     * the member had promised to keep, so etcd breaks down as soon as the others refer to it.
     */
    record LostLog(Ids ids) implements Data {}

    /** A log whose begin says nothing that can be read. */
    record Unknown() implements Data {}
  }

  /** Unsigned, as etcd has them. */
  record Ids(long cluster, long member) {}

  /** A member as the cluster knows it. */
  record Member(
      long id, String name, List<String> peerUrls, List<String> clientUrls, boolean learner) {
    /** Whether it was ever seen to run; until then the cluster does not know its name. */
    boolean started() {
      return !name.isEmpty();
    }

    String displayName() {
      return started() ? name : String.join(",", peerUrls);
    }
  }

  /**
   * What a member says.
   *
   * @param members the list as this member has it
   * @param healthy client URLs behind which a member answers reads that need a quorum
   * @param leader 0 when there is none
   * @param alarms what is wrong with the cluster, in etcd's words
   */
  record MemberStatus(
      Ids ids,
      List<Member> members,
      Set<String> healthy,
      long leader,
      long raftIndex,
      boolean learner,
      List<String> alarms) {

    Optional<Member> self() {
      return members.stream().filter(member -> member.id() == ids.member()).findFirst();
    }

    /**
     * Whether it reaches a quorum. The read that shows it went before the list was asked for, so
     * its list is then no older than that: etcd 3.4 itself lists whatever a member knows.
     */
    boolean hasQuorum() {
      return !learner && self().filter(this::healthy).isPresent();
    }

    boolean healthy(Member member) {
      return member.clientUrls().stream().anyMatch(healthy::contains);
    }
  }

  boolean hasData() {
    return !(data instanceof Data.None);
  }

  boolean isRunning() {
    return !environment.isEmpty();
  }

  HostState withStatus(Optional<MemberStatus> newAnswer) {
    return new HostState(
        version, active, enabled, unitFile, settings, environment, binaryReplaced, data, newAnswer);
  }

  HostState withData(Data newData) {
    return new HostState(
        version, active, enabled, unitFile, settings, environment, binaryReplaced, newData, status);
  }

  HostState withFiles(String newUnit, String newSettings) {
    return new HostState(
        version,
        active,
        enabled,
        Optional.of(newUnit),
        Optional.of(newSettings),
        environment,
        binaryReplaced,
        data,
        status);
  }

  HostState withEnabled(boolean newEnabled) {
    return new HostState(
        version, active, newEnabled, unitFile, settings, environment, binaryReplaced, data, status);
  }

  HostState started(Map<String, String> with) {
    return new HostState(version, true, enabled, unitFile, settings, with, false, data, status);
  }

  HostState stopped() {
    return new HostState(
        version, false, enabled, unitFile, settings, Map.of(), false, data, Optional.empty());
  }
}
