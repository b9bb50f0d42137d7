# Written by plumb from templates/mesos-scheduler.service.ftl; the next apply overwrites manual changes.
[Unit]
Description=Mesos framework ${mesos_framework_name}: keeps declared containers running
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
