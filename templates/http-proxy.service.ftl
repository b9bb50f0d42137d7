# Written by plumb from templates/http-proxy.service.ftl; the next apply overwrites manual changes.
[Unit]
Description=configurable-http-proxy on port ${http_proxy_port}
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
Type=exec
DynamicUser=yes
<#if http_proxy_port lt 1024>
AmbientCapabilities=CAP_NET_BIND_SERVICE
</#if>
EnvironmentFile=${http_proxy_env_file}
ExecStart=/usr/local/bin/configurable-http-proxy --port=${http_proxy_port} --api-ip=127.0.0.1 --api-port=${http_proxy_api_port} \
  --default-target=${http_proxy_default_target}
Restart=always
RestartSec=1s

[Install]
WantedBy=multi-user.target
