# Written by plumb from templates/mesos-scheduler.service.ftl; a change by hand is undone by the next apply.
[Unit]
Description=Framework ${mesos_framework_name} on Mesos: keeps declared containers running
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart=${mesos_scheduler_program} run --config=${mesos_scheduler_config}
Restart=always
RestartSec=1s

[Install]
WantedBy=multi-user.target
