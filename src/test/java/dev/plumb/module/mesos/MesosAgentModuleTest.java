package dev.plumb.module.mesos;

import dev.plumb.host.files.TextFile;
import dev.plumb.host.systemd.ServiceState;
import dev.plumb.module.ClusterHarness;
import dev.plumb.module.mesos.MesosAgentModule.AgentState;
import dev.plumb.value.Bytes;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MesosAgentModuleTest {

  private static final String WAIT =
      "wait until Mesos is healthy and its metric is 1: 192.0.2.%d:5051"
          + " \"slave/registered\":1[^0-9]";

  private final ClusterHarness<MesosAgentSpec, AgentState> agents =
      ClusterHarness.of(new MesosAgentModule());

  private static String args(int ip, String more) {
    return "{master: 'zk://192.0.2.9:2181/mesos', ip: 192.0.2.%d%s}".formatted(ip, more);
  }

  /** Returns an agent that was started with these arguments. */
  private AgentState runs(String args) {
    return runs(args, "1.9.0");
  }

  private AgentState runs(String args, String version) {
    MesosAgentSpec spec = agents.read(args);
    return new AgentState(
        daemon("active", spec),
        Optional.of(spec.desiredFlags().values()),
        true,
        version,
        true,
        false);
  }

  private AgentState stopped(String args, boolean saidIncompatible) {
    return new AgentState(
        daemon("inactive", agents.read(args)), Optional.empty(), false, "", true, saidIncompatible);
  }

  private static ServiceState daemon(String active, MesosAgentSpec spec) {
    return new ServiceState(
        true,
        active,
        true,
        false,
        Optional.empty(),
        Map.of(spec.settingsFile(), new TextFile.Present(Bytes.utf8(spec.desiredFlags().text()))));
  }

  @Nested
  class Planning {

    @Test
    void startsAnAgentAndWaitsUntilItIsRegistered() {
      agents
          .scenario()
          .host("a", args(1, ""), stopped(args(1, ""), false))
          .host("b", args(2, ""), runs(args(2, "")))
          .plan()
          .leadsTo(
              """
              a: running: no -> yes
                run systemctl start -- mesos-agent.service
              a: serving: no -> yes
                %s
              then
              in sync
              """
                  .formatted(WAIT.formatted(1)));
    }

    @Test
    void restartsOneAgentPerRound() {
      String more = ", flags: {executor_registration_timeout: 5mins}";
      agents
          .scenario()
          .host("a", args(1, more), runs(args(1, "")))
          .host("b", args(2, more), runs(args(2, "")))
          .plan()
          .leadsTo(
              """
              a: /etc/mesos/agent.env: differs -> as declared
                write /etc/mesos/agent.env
                  |# Written by plumb.
                  |MESOS_CONTAINERIZERS=docker,mesos
                  |MESOS_EXECUTOR_REGISTRATION_TIMEOUT=5mins
                  |MESOS_HOSTNAME=192.0.2.1
                  |MESOS_IP=192.0.2.1
                  |MESOS_MASTER=zk://192.0.2.9:2181/mesos
                  |MESOS_PORT=5051
                  |MESOS_WORK_DIR=/var/lib/mesos/agent
              a: executor_registration_timeout: not set -> 5mins
                run systemctl restart -- mesos-agent.service
                %s
              then
              b: /etc/mesos/agent.env: differs -> as declared
                write /etc/mesos/agent.env
                  |# Written by plumb.
                  |MESOS_CONTAINERIZERS=docker,mesos
                  |MESOS_EXECUTOR_REGISTRATION_TIMEOUT=5mins
                  |MESOS_HOSTNAME=192.0.2.2
                  |MESOS_IP=192.0.2.2
                  |MESOS_MASTER=zk://192.0.2.9:2181/mesos
                  |MESOS_PORT=5051
                  |MESOS_WORK_DIR=/var/lib/mesos/agent
              b: executor_registration_timeout: not set -> 5mins
                run systemctl restart -- mesos-agent.service
                %s
              then
              in sync
              """
                  .formatted(WAIT.formatted(1), WAIT.formatted(2)));
    }

    @Test
    void refusesANewIdUnlessAllowed() {
      agents
          .scenario()
          .host("a", args(1, ", attributes: {rack: '2'}"), runs(args(1, ", attributes: {rack: 1}")))
          .plan()
          .isRefused("Agent would need a new id")
          .withDetail(
              """
              The Mesos agent on a would not start with its current id: attributes is rack:1, but rack:2 is \
              declared. With a new id, all its tasks are lost, and frameworks relaunch them, perhaps \
              elsewhere. Revert the change, or drain the agent and set once:
                  allow_agent_id_change: true
              Since Mesos 1.5, changes that only add something need no new id with:
                  flags: {reconfiguration_policy: additive}\
              """);
    }

    @Test
    void removesTheIdBetweenStopAndStartWhenAllowed() {
      agents
          .scenario()
          .host(
              "a",
              args(1, ", attributes: {rack: '2'}, allow_agent_id_change: true"),
              runs(args(1, ", attributes: {rack: '1'}")))
          .plan()
          .leadsTo(
              """
              a: /etc/mesos/agent.env: differs -> as declared
                write /etc/mesos/agent.env
                  |# Written by plumb.
                  |MESOS_ATTRIBUTES=rack:2
                  |MESOS_CONTAINERIZERS=docker,mesos
                  |MESOS_HOSTNAME=192.0.2.1
                  |MESOS_IP=192.0.2.1
                  |MESOS_MASTER=zk://192.0.2.9:2181/mesos
                  |MESOS_PORT=5051
                  |MESOS_WORK_DIR=/var/lib/mesos/agent
              a: attributes: rack:1 -> rack:2
                run systemctl stop -- mesos-agent.service
                run rm -f -- /var/lib/mesos/agent/meta/slaves/latest
                run systemctl start -- mesos-agent.service
                %s
              then
              in sync
              """
                  .formatted(WAIT.formatted(1)));
    }

    @Test
    void keepsTheIdForAdditionsWithTheAdditivePolicy() {
      String before = ", resources: 'cpus:2;mem:100', flags: {reconfiguration_policy: additive}";
      String after =
          ", resources: 'mem:200;cpus:2', attributes: {rack: '1'}, flags: {reconfiguration_policy:"
              + " additive}";
      agents
          .scenario()
          .host("a", args(1, after), runs(args(1, before)))
          .plan()
          .needs(
              """
              a: /etc/mesos/agent.env: differs -> as declared
                write /etc/mesos/agent.env
                  |# Written by plumb.
                  |MESOS_ATTRIBUTES=rack:1
                  |MESOS_CONTAINERIZERS=docker,mesos
                  |MESOS_HOSTNAME=192.0.2.1
                  |MESOS_IP=192.0.2.1
                  |MESOS_MASTER=zk://192.0.2.9:2181/mesos
                  |MESOS_PORT=5051
                  |MESOS_RECONFIGURATION_POLICY=additive
                  |MESOS_RESOURCES="mem:200;cpus:2"
                  |MESOS_WORK_DIR=/var/lib/mesos/agent
              a: attributes: not set -> rack:1
                run systemctl restart -- mesos-agent.service
                %s
              """
                  .formatted(WAIT.formatted(1)));
      agents
          .scenario()
          .host("a", args(1, after), runs(args(1, before), "1.4.1"))
          .plan()
          .isRefused("Agent would need a new id");
      agents
          .scenario()
          .host("a", args(1, before), runs(args(1, after)))
          .plan()
          .isRefused("Agent would need a new id");
    }

    @Test
    void detectsAnAgentThatExitedAsIncompatible() {
      String args = args(1, ", attributes: {rack: '2'}");
      agents
          .scenario()
          .host("a", args, stopped(args, true))
          .plan()
          .isRefused("Agent would need a new id");
    }

    @Test
    void startsAnAgentWhoseFileWasChangedByHand() {
      agents
          .scenario()
          .host(
              "a",
              args(1, ", attributes: {rack: '1'}"),
              stopped(args(1, ", attributes: {rack: '9'}"), true))
          .plan()
          .needs(
              """
              a: /etc/mesos/agent.env: differs -> as declared
                write /etc/mesos/agent.env
                  |# Written by plumb.
                  |MESOS_ATTRIBUTES=rack:1
                  |MESOS_CONTAINERIZERS=docker,mesos
                  |MESOS_HOSTNAME=192.0.2.1
                  |MESOS_IP=192.0.2.1
                  |MESOS_MASTER=zk://192.0.2.9:2181/mesos
                  |MESOS_PORT=5051
                  |MESOS_WORK_DIR=/var/lib/mesos/agent
              a: running: no -> yes
                run systemctl start -- mesos-agent.service
              a: serving: no -> yes
                wait until Mesos is healthy and its metric is 1: 192.0.2.1:5051 "slave/registered":1[^0-9]
              """);
    }

    @Test
    void ignoresTheOrderOfAttributes() {
      AgentState found = runs(args(1, ", attributes: {b: '2', a: '1'}"));
      agents.scenario().host("a", args(1, ", attributes: {a: 1, b: 2}"), found).plan().isInSync();
    }
  }

  @Test
  void rejectsInvalidAttributes() {
    agents.rejects(
        args(1, ", attributes: {rack: 'a b'}"),
        "Invalid arguments: The module mesos_agent must have \"attributes\" of letters, digits and"
            + " _ / . -, or ranges such as [1-9], but one was \"rack:a b\".");
  }
}
