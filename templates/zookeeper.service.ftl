# Written by plumb from templates/zookeeper.service.ftl; the next apply overwrites manual changes.
[Unit]
Description=ZooKeeper, server ${zookeeper_own_id} of ${zookeeper_servers?join(", ")}
Documentation=https://zookeeper.apache.org/doc/
Wants=network-online.target
After=network-online.target
# A server waits for the others without a limit.
StartLimitIntervalSec=0

[Service]
Type=exec
User=zookeeper
Group=zookeeper
ExecStart=/usr/bin/java ${zookeeper_java_opts} -cp ${zookeeper_config?keep_before_last("/")}:/usr/share/java/zookeeper.jar \
  org.apache.zookeeper.server.quorum.QuorumPeerMain ${zookeeper_config}
Restart=always
RestartSec=2s
# The exit status of java after SIGTERM.
SuccessExitStatus=143

[Install]
WantedBy=multi-user.target
