# shellcheck shell=bash
# The bridge the hosts hang on, and their way out: NAT. All of it can be made twice, and removed when half made.

make_network() {
  bridge_exists || ip link add name "$bridge" type bridge
  ip link set dev "$bridge" alias "$(bridge_mark)"
  ip address replace "$gateway/${network#*/}" dev "$bridge"
  ip link set dev "$bridge" up
  turn_forwarding_on

  have_chain nat POSTROUTING
  have_rule nat "$tables_chain" -s "$network" ! -o "$bridge" -j MASQUERADE
  # Accepted by name, because docker and many firewalls set the policy of FORWARD to DROP.
  have_chain filter FORWARD
  have_rule filter "$tables_chain" -i "$bridge" -j ACCEPT
  have_rule filter "$tables_chain" -o "$bridge" -j ACCEPT
}

remove_network() {
  if bridge_exists && ! bridge_is_ours; then
    complain "the bridge $bridge is not of this lab ($(bridge_alias)): left alone"
    return 0
  fi
  local host
  for host in "${hosts[@]}" vm0; do
    # A host's end of its cable goes with the host, but the kernel takes its time.
    ip link delete dev "$(cable_of "$host")" 2>/dev/null || true
  done
  if command -v iptables >/dev/null; then
    drop_chain nat POSTROUTING
    drop_chain filter FORWARD
  fi
  restore_forwarding
  # Last: while it stands, it says whose the rest is.
  if bridge_exists; then
    ip link delete dev "$bridge"
  fi
}

cable_of() {
  printf 'vb-plumb-%s' "$1"
}

bridge_exists() {
  [[ -e /sys/class/net/$bridge ]]
}

bridge_mark() {
  printf 'plumb lab in %s' "$lab_dir"
}

bridge_alias() {
  cat "/sys/class/net/$bridge/ifalias"
}

# A bridge without any mark was made by an `up` that was killed before it could mark it.
bridge_is_ours() {
  local alias
  alias=$(bridge_alias)
  [[ -z $alias || $alias == "$(bridge_mark)" ]]
}

# Asked before anything is made.
refuse_foreign_network() {
  if bridge_exists && ! bridge_is_ours; then
    fail $exit_busy "this machine has a lab already: $(bridge_alias)." \
      "There can be one at a time. Take that one down first, with PLUMB_LAB_DIR set to its folder."
  fi
  local others
  others=$(ip -oneline -4 address show to "$network" | awk -v ours="$bridge" '$2 != ours {print $2, $4}')
  [[ -z $others ]] || fail $exit_usage "the network $network is in use on this machine: $others"
}

# What it was is kept until `down` has put it back; a second `up` must not take our own 1 for it.
turn_forwarding_on() {
  local before=$lab_dir/ip_forward.before
  if [[ ! -e $before || $(<"$lab_dir/ip_forward.boot") != "$(boot_id)" ]]; then
    boot_id | write_file "$lab_dir/ip_forward.boot" 600
    write_file "$before" 600 </proc/sys/net/ipv4/ip_forward
  fi
  echo 1 >/proc/sys/net/ipv4/ip_forward
}

restore_forwarding() {
  local before=$lab_dir/ip_forward.before
  if [[ -e $before && $(<"$lab_dir/ip_forward.boot") == "$(boot_id)" ]]; then
    cat "$before" >/proc/sys/net/ipv4/ip_forward
  fi
  rm -f "$before" "$lab_dir/ip_forward.boot"
}

have_chain() {
  local table=$1 parent=$2
  iptables -w -t "$table" -n -L "$tables_chain" >/dev/null 2>&1 || iptables -w -t "$table" -N "$tables_chain"
  iptables -w -t "$table" -C "$parent" -j "$tables_chain" 2>/dev/null ||
    iptables -w -t "$table" -I "$parent" -j "$tables_chain"
}

have_rule() {
  local table=$1
  shift
  iptables -w -t "$table" -C "$@" 2>/dev/null || iptables -w -t "$table" -A "$@"
}

drop_chain() {
  local table=$1 parent=$2
  iptables -w -t "$table" -n -L "$tables_chain" >/dev/null 2>&1 || return 0
  while iptables -w -t "$table" -D "$parent" -j "$tables_chain" 2>/dev/null; do :; done
  iptables -w -t "$table" -F "$tables_chain"
  iptables -w -t "$table" -X "$tables_chain"
}
