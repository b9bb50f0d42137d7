# Written by plumb from templates/etcd-bootstrap.env.ftl. etcd reads these only while it has no data of its own;
# that is why they have a file to themselves: a change here needs no restart and gets none.
ETCD_INITIAL_CLUSTER=${etcd_initial_cluster}
ETCD_INITIAL_ADVERTISE_PEER_URLS=http://${etcd_address}:${etcd_peer_port}
ETCD_INITIAL_CLUSTER_TOKEN=${etcd_cluster_token}
# "new" founds the cluster. As soon as it is there plumb writes "existing": a member that has lost its data must then
# ask the others to let it in, and cannot found a second cluster beside theirs.
ETCD_INITIAL_CLUSTER_STATE=${etcd_initial_cluster_state}
