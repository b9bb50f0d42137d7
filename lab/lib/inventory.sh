# shellcheck shell=bash
# What other programs read: the inventory, and the status as JSON.

inventory() {
  local host
  cat <<YAML
# The three hosts that \`$lab_command up\` creates on this machine.
cluster:
  children:
    etcd:
      hosts:
$(for host in "${hosts[@]}"; do echo "        $host:"; done)
    docker:
      hosts:
$(for host in "${hosts[@]}"; do echo "        $host:"; done)
    zookeeper:
      hosts:
$(for host in "${hosts[@]}"; do echo "        $host:"; done)
    mesos_master:
      hosts:
$(for host in "${hosts[@]}"; do echo "        $host:"; done)
    mesos_agent:
      hosts:
$(for host in "${hosts[@]}"; do echo "        $host:"; done)
    mesos_framework:
      hosts:
        ${hosts[0]}:
    proxy:
      hosts:
$(for host in "${hosts[@]}"; do echo "        $host:"; done)
  hosts:
$(for host in "${hosts[@]}"; do printf '    %s:\n      ansible_host: %s\n' "$host" "$(address_of "$host")"; done)
  vars:
    ansible_user: root
    ansible_ssh_private_key_file: $key_file
    ansible_ssh_known_hosts_file: $known_hosts_file
    # Without a registry: images are built on the lab's base image, and Jupyter is installed from Debian.
    base_image: lab-base:bookworm
    base_image_source: import
    base_image_path: /srv/lab-base
    jupyter_from: debian
    ssh_password: plumb-lab
    # Stand-ins, for programs that the lab cannot download. Nothing else differs from a run with the real ones.
    calicoctl_url: file:///opt/lab/stand-ins/calicoctl
    calicoctl_checksum: $(stand_in_checksum calicoctl)
    calico_node_image: plumb-lab/calico-node:stand-in
    calico_node_archive: /opt/lab/images/calico-node.tar
    weave_url: file:///opt/lab/stand-ins/weave
    weave_checksum: $(stand_in_checksum weave)
    weave_image: plumb-lab/weave:stand-in
    weave_archive: /opt/lab/images/weave.tar
    mesos_master_url: file:///opt/lab/stand-ins/mesos-master
    mesos_master_checksum: $(stand_in_checksum mesos-master)
    mesos_agent_url: file:///opt/lab/stand-ins/mesos-agent
    mesos_agent_checksum: $(stand_in_checksum mesos-agent)
    # The lab has no secrets.
    http_proxy_token: lab-token-lab-token
YAML
}

stand_in_checksum() {
  local digest
  read -r digest _ < <(sha256sum "$here/stand-ins/$1")
  echo "sha256:$digest"
}

# The one in the repository is the default lab's in the default directory; every other lab has its own.
inventory_to_use() {
  if [[ $lab_dir == "$default_root" ]]; then
    echo inventory/lab.yml
  else
    echo "$inventory_file"
  fi
}

# With the variables that stand beside the repository's inventories.
write_inventory() {
  inventory | write_file "$inventory_file" 600
  if [[ -d $here/../inventory/group_vars ]]; then
    ln -sfn "$(readlink -f "$here/../inventory/group_vars")" "$lab_dir/group_vars"
  fi
}

stand_ins() {
  [[ ! -d $here/stand-ins ]] || find "$here/stand-ins" -maxdepth 1 -type f -printf '%f\n' | sort
}

# up: all hosts run; down: nothing exists; partial: anything else
lab_state() {
  local host state running=0 missing=0
  for host in "${hosts[@]}"; do
    state=$(host_state "$host")
    case $state in
      running) running=$((running + 1)) ;;
      missing) missing=$((missing + 1)) ;;
    esac
  done
  if ((running == ${#hosts[@]})) && bridge_exists; then
    echo up
  elif ((missing == ${#hosts[@]})) && ! { bridge_exists && bridge_is_ours; }; then
    echo down
  else
    echo partial
  fi
}

status_as_json() {
  local host name separator=''
  printf '{"state": "%s", "name": "%s", "directory": "%s", "inventory": "%s",\n "network": "%s", "gateway": "%s", "stand_ins": [' \
    "$(lab_state)" "$lab_name" "$lab_dir" "$(inventory_to_use)" "$network" "$gateway"
  while read -r name; do
    printf '%s"%s"' "$separator" "$name"
    separator=', '
  done < <(stand_ins)
  printf '],\n "hosts": ['
  separator=''
  for host in "${hosts[@]}"; do
    printf '%s{"name": "%s", "address": "%s", "port": 22, "user": "root", "key": "%s", "known_hosts": "%s", "state": "%s"}' \
      "$separator" "$host" "$(address_of "$host")" "$key_file" "$known_hosts_file" "$(host_state "$host")"
    separator=$',\n           '
  done
  printf ']}\n'
}

status_as_table() {
  local host names
  printf 'lab %s: %s (in %s; inventory %s)\n' "$lab_name" "$(lab_state)" "$lab_dir" "$(inventory_to_use)"
  names=$(stand_ins | paste -sd ' ')
  [[ -z $names ]] || printf 'stand-ins, not the real programs: %s\n' "$names"
  for host in "${hosts[@]}"; do
    printf '  %-6s %-16s %s\n' "$host" "$(address_of "$host")" "$(host_state "$host")"
  done
}

list_labs() {
  local name names=()
  names=("$default_name")
  for name in "$lab_root"/labs/*/; do
    [[ ! -d $name ]] || names+=("$(basename "$name")")
  done
  for name in "${names[@]}"; do
    "$0" --name "$name" list-one
  done
}

list_one() {
  printf '%-16s %-8s %-18s %s\n' "$lab_name" "$(lab_state)" "${network:-no network}" "$(inventory_to_use)"
}
