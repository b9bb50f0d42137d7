# Written by plumb from templates/zookeeper.service.ftl; a change by hand is undone by the next apply.
[Unit]
Description=ZooKeeper, server ${zookeeper_own_id} of ${zookeeper_servers?join(", ")}
Documentation=https://zookeeper.apache.org/doc/
Wants=network-online.target
After=network-online.target
# A server waits for the others for as long as it takes.
StartLimitIntervalSec=0

[Service]
Type=exec
User=zookeeper
Group=zookeeper
ExecStart=/usr/bin/java ${zookeeper_java_opts} -cp ${zookeeper_config?keep_before_last("/")}:/usr/share/java/zookeeper.jar \
  org.apache.zookeeper.server.quorum.QuorumPeerMain ${zookeeper_config}
Restart=always
RestartSec=2s
# java ends so when it is told to.
SuccessExitStatus=143

[Install]
WantedBy=multi-user.target
