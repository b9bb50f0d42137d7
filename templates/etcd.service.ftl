# Written by plumb from templates/etcd.service.ftl; a change by hand is undone by the next apply.
# It stands in /etc, so it wins over the unit of the package.
[Unit]
Description=etcd, member ${etcd_name} of ${etcd_cluster_token}
Documentation=man:etcd(1)
Wants=network-online.target
After=network-online.target
# The package starts its unit as soon as it is installed. Until plumb has written the settings that start does nothing,
# so no member with default settings and no foreign data folder ever comes to be.
ConditionPathExists=${etcd_settings_file}
ConditionPathExists=${etcd_bootstrap_file}
# A member waits for its peers for as long as it takes, also when they are down for the night.
StartLimitIntervalSec=0

[Service]
# "started" means: the member has found a quorum. On all hosts at once that takes a second.
Type=notify
TimeoutStartSec=60s
User=etcd
EnvironmentFile=${etcd_settings_file}
EnvironmentFile=${etcd_bootstrap_file}
ExecStart=/usr/bin/etcd
Restart=always
RestartSec=1s
LimitNOFILE=65536
# Disk writes of a member are what the whole cluster waits for.
IOSchedulingClass=best-effort
IOSchedulingPriority=0

[Install]
WantedBy=multi-user.target
