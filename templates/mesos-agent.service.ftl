# Written by plumb from templates/mesos-agent.service.ftl; the next apply overwrites manual changes.
[Unit]
Description=Mesos agent
Wants=network-online.target
After=network-online.target docker.service zookeeper.service
StartLimitIntervalSec=0

[Service]
Type=exec
# All flags are in this file: a flag on the command line would override it.
EnvironmentFile=${mesos_agent_settings_file}
ExecStart=${mesos_agent_program}
Restart=always
RestartSec=2s
LimitNOFILE=16384

[Install]
WantedBy=multi-user.target
