package dev.plumb.module.etcd;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The state of a host and of its member.
 *
 * @param version the installed version of etcd, if any
 * @param active whether systemd runs or starts the unit
 * @param enabled whether it starts at boot
 * @param unitFile the text of the unit file, if any
 * @param settings the text of the settings file, if any
 * @param environment the settings of the running process; empty if none runs
 * @param binaryReplaced whether the binary was replaced since the process started
 * @param status the status of the running member; empty if it did not answer in time
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

  /** Returns the state of a host on which nothing but the unit was probed. */
  static HostState ofUnit(boolean active, boolean enabled) {
    return new HostState(
        Optional.empty(),
        active,
        enabled,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        false,
        new Data.None(),
        Optional.empty());
  }

  /** The contents of the data directory. Like etcd, treats a log as the evidence of data. */
  sealed interface Data {
    /** There is no log, hence no member. */
    record None() implements Data {}

    /** A log with the ids of its member and cluster. */
    record Known(Ids ids) implements Data {}

    /**
     * The log of a member that lost its data and restarted under its old id: it lacks entries that
     * the member had acknowledged, so etcd crashes as soon as the others refer to them.
     */
    record LostLog(Ids ids) implements Data {}

    /** A log without a readable header. */
    record Unknown() implements Data {}
  }

  /** Ids of a cluster and a member, unsigned. */
  record Ids(long cluster, long member) {}

  /** A member as the cluster lists it. */
  record Member(
      long id, String name, List<String> peerUrls, List<String> clientUrls, boolean learner) {
    /** Returns whether the member ever started; until then the cluster does not know its name. */
    boolean started() {
      return !name.isEmpty();
    }

    String displayName() {
      return started() ? name : String.join(",", peerUrls);
    }
  }

  /**
   * What a member reports.
   *
   * @param members the members that it lists
   * @param healthy client URLs of members that serve linearizable reads
   * @param leader the leader's id; 0 if there is none
   * @param alarms active alarms, as etcd words them
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
     * Returns whether the member reaches a quorum. The read that proves it precedes the request for
     * the member list, so the list is at least as recent: etcd 3.4 itself may list stale members.
     */
    boolean hasQuorum() {
      return !learner && self().filter(this::healthy).isPresent();
    }

    boolean healthy(Member member) {
      return member.clientUrls().stream().anyMatch(healthy::contains);
    }

    MemberStatus with(List<Member> newMembers, Set<String> newHealthy, long newLeader) {
      boolean isLearner = newMembers.stream().anyMatch(m -> m.id() == ids.member() && m.learner());
      return new MemberStatus(ids, newMembers, newHealthy, newLeader, raftIndex, isLearner, alarms);
    }
  }

  boolean hasData() {
    return !(data instanceof Data.None);
  }

  boolean isRunning() {
    return !environment.isEmpty();
  }

  /** Returns whether the host runs the member with this id. */
  boolean isMember(long id) {
    return status.filter(s -> s.ids().member() == id).isPresent();
  }

  HostState withVersion(Optional<EtcdVersion> installed) {
    return new HostState(
        installed, active, enabled, unitFile, settings, environment, binaryReplaced, data, status);
  }

  HostState withUnitFile(Optional<String> text) {
    return new HostState(
        version, active, enabled, text, settings, environment, binaryReplaced, data, status);
  }

  HostState withSettings(Optional<String> text) {
    return new HostState(
        version, active, enabled, unitFile, text, environment, binaryReplaced, data, status);
  }

  HostState withFiles(String unit, String newSettings) {
    return withUnitFile(Optional.of(unit)).withSettings(Optional.of(newSettings));
  }

  HostState withEnabled(boolean atBoot) {
    return new HostState(
        version, active, atBoot, unitFile, settings, environment, binaryReplaced, data, status);
  }

  HostState withData(Data newData) {
    return new HostState(
        version, active, enabled, unitFile, settings, environment, binaryReplaced, newData, status);
  }

  HostState withStatus(Optional<MemberStatus> newStatus) {
    return new HostState(
        version, active, enabled, unitFile, settings, environment, binaryReplaced, data, newStatus);
  }

  HostState with(MemberReport r) {
    return new HostState(
        version,
        active,
        enabled,
        unitFile,
        settings,
        r.environment(),
        r.binaryReplaced(),
        r.data(),
        r.status());
  }

  HostState started(Map<String, String> with) {
    return new HostState(version, true, enabled, unitFile, settings, with, false, data, status);
  }

  HostState stopped() {
    return new HostState(
        version, false, enabled, unitFile, settings, Map.of(), false, data, Optional.empty());
  }
}
