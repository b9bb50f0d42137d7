# Written by plumb from templates/etcd.env.ftl. A change here takes effect, and is made to, by a restart.
ETCD_NAME=${etcd_name}
ETCD_DATA_DIR=${etcd_data_dir}
# Docker's cluster store speaks the v2 API only, and etcd 3.4 has it off by default.
ETCD_ENABLE_V2=true
ETCD_LISTEN_PEER_URLS=http://${etcd_address}:${etcd_peer_port}
ETCD_LISTEN_CLIENT_URLS=http://${etcd_address}:${etcd_client_port},http://127.0.0.1:${etcd_client_port}
ETCD_ADVERTISE_CLIENT_URLS=http://${etcd_address}:${etcd_client_port}
ETCD_LOGGER=zap
<#list etcd_settings?keys?sort as name>
${name}=${etcd_settings[name]}
</#list>
