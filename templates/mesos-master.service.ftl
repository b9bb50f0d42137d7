# Written by plumb from templates/mesos-master.service.ftl; a change by hand is undone by the next apply.
[Unit]
Description=Mesos master
Wants=network-online.target
After=network-online.target zookeeper.service
# A master that loses its session with ZooKeeper ends and comes back, for as long as it takes.
StartLimitIntervalSec=0

[Service]
Type=exec
# All flags stand in there and none on the line, where one would win over the file.
EnvironmentFile=${mesos_master_settings_file}
ExecStart=${mesos_master_program}
Restart=always
RestartSec=2s
LimitNOFILE=16384

[Install]
WantedBy=multi-user.target
