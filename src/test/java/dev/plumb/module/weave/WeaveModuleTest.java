package dev.plumb.module.weave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.host.docker.DockerInspection;
import dev.plumb.module.ModuleHarness;
import dev.plumb.module.weave.WeaveState.DockerUnavailable;
import dev.plumb.module.weave.WeaveState.Down;
import dev.plumb.module.weave.WeaveState.NoProgram;
import dev.plumb.module.weave.WeaveState.Router;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Reading;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WeaveModuleTest {

  private static final String ARGS =
      "{peers: [192.0.2.9, '192.0.2.10:6783'], nickname: node0, ipalloc_range: 198.51.100.0/24,"
          + " init_peer_count: 3, password: geheim}";
  private static final String LAUNCH =
      "  run launch the router with /usr/local/bin/weave launch --nickname node0 --ipalloc-range"
          + " 198.51.100.0/24 --init-peer-count 3 192.0.2.9 192.0.2.10:6783\n";

  private final ModuleHarness<WeaveSpec, WeaveState> weave = ModuleHarness.of(new WeaveModule());

  private static Router router() {
    return router(Set.of("192.0.2.9", "192.0.2.10"), true, 0);
  }

  private static Router router(Set<String> targets, boolean passwordRight, int active) {
    return new Router(
        "node0",
        passwordRight,
        true,
        "198.51.100.0/24",
        "198.51.100.0/24",
        Set.of(),
        targets,
        false,
        active);
  }

  private static String with(String more) {
    return ARGS.replace("}", ", " + more + "}");
  }

  @Nested
  class Planning {

    @Test
    void isInSyncWhenTheRouterMatches() {
      weave.plan(ARGS, router()).isInSync();
    }

    @Test
    void launchesARouter() {
      weave.plan(ARGS, new Down(false)).needs("router: absent -> running\n" + LAUNCH);
      weave.plan(ARGS, new Down(true)).needs("router: stopped -> running\n" + LAUNCH);
    }

    @Test
    void keepsThePasswordOffTheCommandLine() {
      Step launch = WeaveSteps.launch(weave.read(ARGS));

      assertThat(launch)
          .isInstanceOfSatisfying(
              Step.Run.class,
              run -> {
                assertThat(run.command().words()).noneMatch(word -> word.contains("geheim"));
                assertThat(run.command().environment()).isEmpty();
                assertThat(run.command().input().utf8()).isEqualTo("geheim\n");
              });
      for (Command question : new WeaveModule().probe(weave.read(ARGS)).questions()) {
        assertThat(question.words()).noneMatch(word -> word.contains("geheim"));
      }
    }

    @Test
    void connectsAndForgetsPeersWithoutARestart() {
      weave
          .plan(ARGS, router(Set.of("192.0.2.9", "192.0.2.77"), true, 5))
          .needs(
              """
              peers: 192.0.2.77, 192.0.2.9 -> 192.0.2.10, 192.0.2.9
                run /usr/local/bin/weave connect 192.0.2.10
                run /usr/local/bin/weave forget 192.0.2.77
              """);
    }

    @Test
    void relaunchesForOptionsReadAtLaunch() {
      weave
          .plan(
              with("discovery: false, trusted_subnets: [192.0.2.0/24]"), router(Set.of(), false, 5))
          .needs(
              """
              password: different -> as declared
                run /usr/local/bin/weave stop
                run launch the router with /usr/local/bin/weave launch --nickname node0 --ipalloc-range \
              198.51.100.0/24 --no-discovery --init-peer-count 3 --trusted-subnets 192.0.2.0/24 192.0.2.9 192.0.2.10:6783
              discovery: on -> off
              trusted subnets: none -> 192.0.2.0/24
              peers: none -> 192.0.2.10, 192.0.2.9
              """);
    }

    @Test
    void givesTheHostAnAddressOnceTheRoutersAgree() {
      weave
          .plan(with("expose: true"), router())
          .needs(
              """
              address of the host: none -> assigned by weave
                wait until the routers agree on addresses /usr/local/bin/weave
                run /usr/local/bin/weave expose
              """);
    }

    @Test
    void refusesToChangeTheRangeThatAddressesAreOf() {
      weave
          .plan(ARGS.replace("198.51.100.0/24", "10.0.0.0/8"), router())
          .isRefused("Router has a different address range")
          .withDetail(
              """
              The router has the range 198.51.100.0/24, but the task declares 10.0.0.0/8. All routers own parts of their range, and containers use addresses \
              from it, so it cannot be changed while they run. Remove the containers, then the routers (state: absent) \
              on every host, then run again.\
              """);
    }

    @Test
    void refusesToRemoveARouterThatContainersNeed() {
      weave
          .plan(with("state: absent"), router(Set.of(), true, 2))
          .isRefused("Router is in use")
          .withDetail(
              "Containers on this host use 2 addresses of weave and would lose them with the"
                  + " router. Remove the containers first, then run again.");
      weave
          .plan(with("state: absent"), router())
          .needs(
              """
              router: running -> absent
                run /usr/local/bin/weave reset
              """);
    }

    @Test
    void isBlockedWithoutItsProgramOrDocker() {
      weave.plan(ARGS, new NoProgram()).isBlocked("weave is not installed").fixableByEarlierTask();
      weave
          .plan(ARGS, new DockerUnavailable(new DockerInspection.Stopped()))
          .isBlocked("dockerd does not run")
          .fixableByEarlierTask();
      weave.plan(with("state: absent"), new NoProgram()).isInSync();
      weave
          .plan(with("state: absent"), new DockerUnavailable(new DockerInspection.NoDocker()))
          .isInSync();
    }
  }

  @Nested
  class Probing {

    private static final String REPORT =
        """
        running true
        password right
        weave:expose 00:00:00:00:00:00 198.51.100.156/24
        === report
        {"Version": "1.9.8", "Router": {"Encryption": true, "PeerDiscovery": true, "NickName": "node0",
          "Connections": [{"Address": "192.0.2.9:6783", "Outbound": true, "State": "established", "Info": ""}],
          "Targets": ["192.0.2.9", "192.0.2.10:6783"], "TrustedSubnets": []},
         "IPAM": {"Range": "198.51.100.0/24", "DefaultSubnet": "198.51.100.0/24", "ActiveIPs": 1}}
        """;

    private Reading<WeaveState> read(String out) {
      return read(0, out, "");
    }

    private Reading<WeaveState> read(int status, String out, String err) {
      return WeaveProbe.read(Exec.Exited.of(status, out, err));
    }

    @Test
    void readsARouter() {
      assertThat(read(REPORT))
          .isEqualTo(
              Reading.of(
                  new Router(
                      "node0",
                      true,
                      true,
                      "198.51.100.0/24",
                      "198.51.100.0/24",
                      Set.of(),
                      Set.of("192.0.2.9", "192.0.2.10"),
                      true,
                      1)));
    }

    @Test
    void distinguishesAnAbsentRouterFromAFailedProbe() {
      assertThat(read(1, "\n", "Error: No such container: weave\n"))
          .isEqualTo(Reading.of(new Down(false)));
      assertThat(read("running false\n")).isEqualTo(Reading.of(new Down(true)));
      assertThat(read("no program\n")).isEqualTo(Reading.of(new NoProgram()));
      assertThat(read(127, "", ""))
          .isEqualTo(Reading.of(new DockerUnavailable(new DockerInspection.NoDocker())));
      assertThat(read(1, "", "Cannot connect to the Docker daemon: it is stopped\n"))
          .isEqualTo(Reading.of(new DockerUnavailable(new DockerInspection.Stopped())));
      assertThat(read("running true\npassword right\n=== report\nnot yet\n"))
          .isEqualTo(
              Reading.unreadable(
                  """
                  weave gave no report of its router. Output:
                      running true
                  password right
                  === report
                  not yet\
                  """));
      assertThat(read(1, "", "permission denied while trying to connect to the docker daemon\n"))
          .isInstanceOf(Reading.Unreadable.class);
    }
  }

  @Test
  void refusesArgumentsThatWeaveWouldMisread() {
    weave.rejects(
        "{peers: ['--replace']}",
        "Invalid arguments: The module weave must have addresses as \"peers\", but was given"
            + " \"--replace\".");
    weave.rejects(
        "{ipalloc_range: 10.0.0.0}",
        "Invalid arguments: The module weave must have a network such as 192.0.2.0/24 as"
            + " \"ipalloc_range\", but was given \"10.0.0.0\".");
    assertThat(weave.read("{peers: []}").targets()).isEqualTo(Set.copyOf(List.of()));
  }
}
