# shellcheck shell=bash
# Making, starting and removing the hosts.

# What differs from host to host is written into the upper layer of its overlay before that is mounted for the first time.
make_host() {
  local host=$1 dir=$lab_dir/hosts/$1 new=$lab_dir/hosts/$1.new
  [[ ! -d $dir ]] || return 0
  rm -rf "$new"
  mkdir -p "$new"/{upper,work,root,docker,apt}
  echo "${base_dir##*/}" >"$new/base"
  link_packages "$cache_dir/apt" "$new/apt"

  local upper=$new/upper
  mkdir -p "$upper"/etc/{ssh,systemd/network}
  echo "$host" >"$upper/etc/hostname"
  tr -d - </proc/sys/kernel/random/uuid >"$upper/etc/machine-id"
  hosts_table >"$upper/etc/hosts"
  resolver >"$upper/etc/resolv.conf"
  network_unit "$host" >"$upper/etc/systemd/network/10-host0.network"
  cp --preserve=mode "$lab_dir/host-keys/$host"/* "$upper/etc/ssh/"
  has_every_capability || cp -r --preserve=mode "$here/host-files/." "$upper/"
  authorise_key "$upper/root" 0
  authorise_key "$upper/home/admin" 1000
  authorise_key "$upper/home/deploy" 1001

  mv "$new" "$dir"
}

# Downloaded packages are kept when a host goes, and given to new ones as hard links. Each host has its own directory of
# them, because apt locks it.
link_packages() {
  mkdir -p "$2"
  find "$1" -maxdepth 3 -name '*.deb' -exec cp --link --no-clobber --target-directory="$2" {} + 2>/dev/null || true
}

# A machine that is a container itself may lack one, and then `docker run --privileged` needs help; see host-files.
has_every_capability() {
  local bounds
  bounds=$(awk '/^CapBnd:/ {print $2}' /proc/self/status)
  ((16#$bounds == (1 << ($(</proc/sys/kernel/cap_last_cap) + 1)) - 1))
}

hosts_table() {
  local host
  echo "127.0.0.1 localhost"
  echo "::1 localhost ip6-localhost ip6-loopback"
  for host in "${hosts[@]}"; do
    echo "$(address_of "$host") $host"
  done
}

# The hosts cannot reach a resolver on this machine's loopback; systemd-resolved lists the servers that it forwards to.
resolver() {
  local file
  for file in /etc/resolv.conf /run/systemd/resolve/resolv.conf; do
    if [[ -r $file ]] && grep -qE '^nameserver' "$file" && ! grep -qE '^nameserver[[:space:]]+(127\.|::1)' "$file"; then
      cat "$file"
      return
    fi
  done
  complain "this machine's resolver listens on its loopback only: names other than the hosts' own will not resolve on the hosts"
}

network_unit() {
  cat <<UNIT
[Match]
Name=host0

[Network]
Address=$(address_of "$1")/${network#*/}
Gateway=$gateway
LinkLocalAddressing=no
IPv6AcceptRA=no
UNIT
}

# The home directories exist in the base already; here they need the same owner and mode, which the overlay shows.
authorise_key() {
  local home=$1 id=$2
  mkdir -p "$home/.ssh"
  cp "$key_file.pub" "$home/.ssh/authorized_keys"
  chmod 600 "$home/.ssh/authorized_keys"
  chmod 700 "$home/.ssh" "$home"
  chown -R "$id:$id" "$home"
}

make_keys() {
  local host type
  if [[ ! -e $key_file ]]; then
    rm -f "$key_file.new" "$key_file.new.pub"
    ssh-keygen -q -t ed25519 -N '' -C 'plumb lab' -f "$key_file.new"
    mv "$key_file.new.pub" "$key_file.pub"
    mv "$key_file.new" "$key_file"
  fi
  for host in "${hosts[@]}"; do
    [[ ! -d $lab_dir/host-keys/$host ]] || continue
    rm -rf "$lab_dir/host-keys/$host.new"
    mkdir -p "$lab_dir/host-keys/$host.new"
    for type in ed25519 ecdsa rsa; do
      ssh-keygen -q -t "$type" -N '' -C "root@$host" -f "$lab_dir/host-keys/$host.new/ssh_host_${type}_key"
    done
    mv "$lab_dir/host-keys/$host.new" "$lab_dir/host-keys/$host"
  done
  known_hosts | write_file "$known_hosts_file" 600
}

known_hosts() {
  local host file type key
  for file in "$lab_dir/host-keys"/*[0-9]/*.pub; do
    host=$(basename "$(dirname "$file")")
    read -r type key _ <"$file"
    printf '%s,%s %s %s\n' "$host" "$(address_of "$host")" "$type" "$key"
  done
}

# running, stopped (made but without power) or missing
host_state() {
  if [[ ! -d $lab_dir/hosts/$1 ]]; then
    echo missing
  elif supervisor_of "$1" >/dev/null; then
    echo running
  else
    echo stopped
  fi
}

supervisor_of() {
  local pid start boot
  { read -r pid start boot <"$lab_dir/hosts/$1/pid"; } 2>/dev/null || return 1
  [[ $boot == "$(boot_id)" && $(start_time_of "$pid") == "$start" ]] || return 1
  echo "$pid"
}

# A session of its own: the host outlives the terminal that `up` was typed in.
start_host() {
  local host=$1
  # Processes that a dead supervisor left behind still hold the host's disk.
  end_processes "$host"
  # The lock stays open in it, on purpose: see run-host.
  setsid "$here/run-host" "$lab_root" "$lab_name" "$host" </dev/null >>"$lab_dir/hosts/$host/log" 2>&1 &
}

wait_for_host() {
  local host=$1 deadline=$((SECONDS + ${boot_patience:-240})) state
  while true; do
    state=$(ssh_to root "$host" systemctl is-system-running --wait 9>&- </dev/null 2>/dev/null) || true
    case $state in
      running) return ;;
      degraded)
        complain "$host is up, but a unit failed on it; see: $lab_command ssh $host systemctl --failed"
        return
        ;;
    esac
    # Otherwise it does not answer yet, or it is shutting down in order to boot again.
    if ((SECONDS >= deadline)) || [[ $(host_state "$host") != running ]]; then
      tail -n 15 "$lab_dir/hosts/$host/log" >&2
      fail $exit_unreachable "$host did not come up; its log is $lab_dir/hosts/$host/log"
    fi
    sleep 0.2
  done
}

ssh_command() {
  local user=root host=${1-}
  need_linux
  [[ -n $host ]] || fail $exit_usage "usage: ${0##*/} ssh [USER@]HOST [COMMAND...]"
  shift
  if [[ $host == *@* ]]; then
    user=${host%@*}
    host=${host##*@}
  fi
  is_host "$host" || fail $exit_usage "there is no host '$host' in the lab; there are: ${hosts[*]}"
  need_root ssh
  [[ $(host_state "$host") == running ]] ||
    fail $exit_unreachable "$host is $(host_state "$host"); start it with: $lab_command up"
  ssh_to "$user" "$host" "$@"
}

ssh_to() {
  local user=$1 host=$2
  shift 2
  ssh -F /dev/null -i "$key_file" -o IdentitiesOnly=yes -o BatchMode=yes -o ConnectTimeout=15 -o LogLevel=ERROR \
    -o StrictHostKeyChecking=yes -o UserKnownHostsFile="$known_hosts_file" -o GlobalKnownHostsFile=/dev/null \
    -o HostKeyAlias="$host" -l "$user" "$(address_of "$host")" "$@"
}

# Powers all hosts off at once and removes them.
remove_hosts() {
  local host pid
  for host in "${hosts[@]}"; do
    if pid=$(supervisor_of "$host"); then
      kill -KILL "$pid" || true
    fi
  done
  end_processes
  remove_cgroups
  link_packages "$lab_dir/hosts" "$cache_dir/apt"
  rm -rf "$lab_dir/hosts"
}

# All processes in the control groups of the lab, or of one HOST, are the lab's. Most are ending already, and this only waits.
end_processes() {
  local patience=600 pids
  while mapfile -t pids < <(cgroup_processes "$@") && ((${#pids[@]})); do
    ((patience-- > 0)) || fail $exit_failed "these processes of the lab do not end: ${pids[*]}"
    kill -KILL "${pids[@]}" 2>/dev/null || true
    sleep 0.05
  done
}
