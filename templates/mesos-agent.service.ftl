# Written by plumb from templates/mesos-agent.service.ftl; a change by hand is undone by the next apply.
[Unit]
Description=Mesos agent
Wants=network-online.target
After=network-online.target docker.service zookeeper.service
StartLimitIntervalSec=0

[Service]
Type=exec
# All flags stand in there and none on the line, where one would win over the file.
EnvironmentFile=${mesos_agent_settings_file}
ExecStart=${mesos_agent_program}
Restart=always
RestartSec=2s
LimitNOFILE=16384

[Install]
WantedBy=multi-user.target
