# Written by plumb from templates/mesos-master.service.ftl; the next apply overwrites manual changes.
[Unit]
Description=Mesos master
Wants=network-online.target
After=network-online.target zookeeper.service
# A master exits when it loses its ZooKeeper session: restart it without a limit.
StartLimitIntervalSec=0

[Service]
Type=exec
# All flags are in this file: a flag on the command line would override it.
EnvironmentFile=${mesos_master_settings_file}
ExecStart=${mesos_master_program}
Restart=always
RestartSec=2s
LimitNOFILE=16384

[Install]
WantedBy=multi-user.target
