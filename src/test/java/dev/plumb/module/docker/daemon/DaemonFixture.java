package dev.plumb.module.docker.daemon;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import java.util.List;

/** Recorded answers of lab hosts, with dockerd 20.10.24 on Debian 12. */
final class DaemonFixture {

  static final String COMMAND_LINE =
      "/usr/sbin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock";

  static final String UNIT =
      """
      # /lib/systemd/system/docker.service
      [Unit]
      Description=Docker Application Container Engine
      Documentation=https://docs.docker.com
      After=network-online.target docker.socket firewalld.service containerd.service
      Wants=network-online.target containerd.service
      Requires=docker.socket

      [Service]
      Type=notify
      # the default is not to use systemd for cgroups because the delegate issues still
      # exists and systemd currently does not support the cgroup feature set required
      # for containers run by docker
      EnvironmentFile=-/etc/default/docker
      ExecStart=/usr/sbin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock $DOCKER_OPTS
      ExecReload=/bin/kill -s HUP $MAINPID
      LimitNOFILE=1048576
      KillMode=process
      Restart=on-failure

      [Install]
      WantedBy=multi-user.target

      # /etc/systemd/system/docker.service.d/plumb.conf
      # Written by plumb. Has no effect on a host without etcd.
      [Unit]
      After=etcd.service

      """;

  static final String STORE =
      """
      {
        "cluster-advertise": "192.168.199.108:2375",
        "cluster-store": "etcd://192.168.199.108:2379"
      }
      """;

  private static final String INFO =
      """
      {"ID":"4PFL:YX3U:V2HH:WZPF:DAMZ:ZXVK:D2FL:PTN5:M333:B5M5:CGLK:BMWH","Containers":4,"ContainersRunning":3,\
      "ContainersPaused":0,"ContainersStopped":1,"Images":0,"Driver":"overlay2","Debug":false,"NFd":30,\
      "LoggingDriver":"json-file","CgroupDriver":"cgroupfs","DockerRootDir":"/var/lib/docker","Name":"node0",\
      "Labels":[],"ServerVersion":"20.10.24+dfsg1","ClusterStore":"etcd://192.168.199.108:2379",\
      "ClusterAdvertise":"192.168.199.108:2375","DefaultRuntime":"runc","Swarm":{"NodeID":"","NodeAddr":"",\
      "LocalNodeState":"inactive","ControlAvailable":false,"Error":"","RemoteManagers":null},\
      "LiveRestoreEnabled":false,"Warnings":["WARNING: node discovery and overlay networks with an external k/v\
       store (cluster-advertise,\\n         cluster-store, cluster-store-opt) are deprecated"]}
      """;

  private String process =
      "LoadState=loaded\nActiveState=active\nNeedDaemonReload=no\n"
          + COMMAND_LINE.replace(' ', '\0')
          + "\0";
  private Exec info = Exec.Exited.of(0, INFO, "");
  private Exec unit = Exec.Exited.of(0, UNIT, "");
  private String variables = "/etc/default/docker:# Use of this file is discouraged.\n";
  private Exec file = Exec.Exited.of(0, STORE, "");
  private String changed = "1795613742.100000000";
  private String reloaded = "0 0 0 0 0 0 0";
  private int connected;
  private boolean inSwarm;

  private DaemonFixture() {}

  /** Returns a running dockerd with nothing but a store in its file. */
  static DaemonFixture running() {
    return new DaemonFixture();
  }

  static DaemonFixture stopped(String word) {
    DaemonFixture host = new DaemonFixture();
    host.process =
        "LoadState=loaded\nActiveState=%s\nNeedDaemonReload=no\nDocker version 20.10.24+dfsg1, build 5d6db84\n"
            .formatted(word);
    host.info = Exec.Exited.of(3, "", "");
    return host;
  }

  static DaemonFixture withoutDocker() {
    DaemonFixture host = new DaemonFixture();
    host.process = "";
    host.info = Exec.Exited.of(3, "", "");
    host.unit = Exec.Exited.of(3, "", "");
    host.file = Exec.Exited.of(1, "", "cat: /etc/docker/daemon.json: No such file or directory\n");
    host.variables = "";
    return host;
  }

  DaemonFixture file(String json) {
    file = Exec.Exited.of(0, json, "");
    return this;
  }

  DaemonFixture info(String was, String is) {
    info = Exec.Exited.of(0, INFO.replace(was, is), "");
    return this;
  }

  DaemonFixture unresponsive(String said) {
    info = Exec.Exited.of(1, "", said);
    return this;
  }

  DaemonFixture process(String was, String is) {
    process = process.replace(was, is);
    return this;
  }

  DaemonFixture dropIn(String path, String text) {
    unit = Exec.Exited.of(0, UNIT + "# " + path + "\n" + text + "\n", "");
    return this;
  }

  DaemonFixture variable(String line) {
    variables += "/etc/default/docker:" + line + "\n";
    return this;
  }

  DaemonFixture fileChanged(String at) {
    changed = at;
    return this;
  }

  DaemonFixture reloaded(String micros) {
    reloaded = micros + " 1604388347 1795614140165436 1604391933 1405 1 0";
    return this;
  }

  DaemonFixture disconnectedFromStore() {
    connected = 1;
    return this;
  }

  DaemonFixture inSwarm() {
    inSwarm = true;
    return info("\"LocalNodeState\":\"inactive\"", "\"LocalNodeState\":\"active\"");
  }

  DaemonFixture stoppedInSwarm() {
    inSwarm = true;
    return this;
  }

  private Exec swarmState(String path) {
    return inSwarm
        ? Exec.Exited.of(0, "8180:0:0:1:1:1:9:1:1:1:root:root:" + path + ":" + path + "\0", "")
        : Exec.Exited.of(1, "", "stat: cannot statx '" + path + "': No such file or directory\n");
  }

  Reading<DaemonState> read(DaemonSpec spec) {
    var probe = new DockerDaemonModule().probe(spec);
    return probe.read(probe.questions().stream().map(this::answer).toList());
  }

  DaemonState state(DaemonSpec spec) {
    return switch (read(spec)) {
      case Reading.Observed<DaemonState>(DaemonState state) -> state;
      case Reading.Unreadable<DaemonState>(String why) -> throw new AssertionError(why);
    };
  }

  private Exec answer(Command question) {
    List<String> words = question.words();
    return switch (question.toString().split(" --", 2)[0].split(" etcd://", 2)[0]) {
      case "look at the process of dockerd" ->
          Exec.Exited.of(process.isEmpty() ? 3 : 0, process, "");
      case "docker info" -> info;
      case "look at the files of docker.service" -> unit;
      case "look at the variables of docker.service" -> Exec.Exited.of(0, variables, "");
      case "cat" -> file;
      case "stat -L" ->
          words.getLast().endsWith("/docker-state.json")
              ? swarmState(words.getLast())
              : Exec.Exited.of(0, changed + " " + words.getLast() + "\0", "");
      case "is dockerd connected to its store" -> Exec.Exited.of(connected, "", "");
      default ->
          words.getLast().equals("ExecReload")
              ? Exec.Exited.of(
                  0,
                  "a(sasbttttuii) 1 \"/bin/kill\" 4 \"/bin/kill\" \"-s\" \"HUP\" \"$MAINPID\" false"
                      + " "
                      + reloaded
                      + "\n",
                  "")
              : Exec.Exited.of(0, "t 1795613742789000\n", "");
    };
  }
}
