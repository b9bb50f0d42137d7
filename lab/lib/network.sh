# shellcheck shell=bash
# The bridge that connects the hosts, and NAT to the outside. Each part can be made twice, and removed when half made.

# Makes the bridge first, because it marks the lab's number as taken on this machine.
claim_network() {
  lock_machine
  has_number || choose_number
  refuse_foreign_network
  bridge_exists || ip link add name "$bridge" type bridge
  ip link set dev "$bridge" alias "$(bridge_mark)"
  unlock_machine
}

make_network() {
  lock_machine
  ip address replace "$gateway/${network#*/}" dev "$bridge"
  ip link set dev "$bridge" up
  turn_forwarding_on

  have_chain nat POSTROUTING
  have_rule nat "$tables_chain" -s "$network" ! -o "$bridge" -j MASQUERADE
  # Accepted by name, because docker and many firewalls set the policy of FORWARD to DROP.
  have_chain filter FORWARD
  have_rule filter "$tables_chain" -i "$bridge" -j ACCEPT
  have_rule filter "$tables_chain" -o "$bridge" -j ACCEPT
  unlock_machine
}

remove_network() {
  has_number || return 0
  lock_machine
  if bridge_exists && ! bridge_is_ours; then
    complain "the bridge $bridge is not of this lab ($(bridge_alias)): left alone"
    unlock_machine
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
  other_lab_is_up || restore_forwarding
  # Last: while it exists, it says which lab the rest belongs to.
  if bridge_exists; then
    ip link delete dev "$bridge"
  fi
  unlock_machine
}

# systemd-nspawn names it so, after the machine's name.
cable_of() {
  printf 'vb-%s%s' "$machine_prefix" "$1"
}

bridge_exists() {
  [[ -n $bridge && -e /sys/class/net/$bridge ]]
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

other_lab_is_up() {
  local file alias
  for file in /sys/class/net/plumb*/ifalias; do
    { read -r alias <"$file"; } 2>/dev/null || continue
    [[ $alias != 'plumb lab in '* || $alias == "$(bridge_mark)" ]] || return 0
  done
  return 1
}

# The smallest that no other lab and nothing else on this machine uses.
choose_number() {
  local candidate taken
  taken=" $({ cat "$lab_root"/labs/*/number 2>/dev/null || true; } | tr '\n' ' ')"
  for ((candidate = 1; candidate <= largest_number; candidate++)); do
    [[ $taken != *" $candidate "* ]] || continue
    use_number "$candidate"
    if ! bridge_exists && [[ -z $(network_users) && -z $(ip -4 route show root "$network") ]]; then
      echo "$candidate" | write_file "$lab_dir/number" 600
      return 0
    fi
  done
  fail $exit_busy "all $largest_number networks for labs are in use on this machine. '$lab_command list' names the labs;" \
    "'down --forget' gives a lab's network back."
}

network_users() {
  ip -oneline -4 address show to "$network" | awk -v ours="$bridge" '$2 != ours {print $2, $4}'
}

refuse_foreign_network() {
  if bridge_exists && ! bridge_is_ours; then
    fail $exit_busy "the bridge $bridge belongs to another lab: $(bridge_alias)." \
      "Give this lab a name, and it gets a network of its own: plumb lab --name NAME up"
  fi
  local others
  others=$(network_users)
  [[ -z $others ]] || fail $exit_usage "the network $network is in use on this machine: $others." \
    "A named lab takes one that is free: plumb lab --name NAME up"
}

# The first lab saves the original value; the last one restores it.
turn_forwarding_on() {
  local before=$machine_dir/ip_forward
  if [[ ! -e $before.boot || $(<"$before.boot") != "$(boot_id)" ]]; then
    write_file "$before" 600 </proc/sys/net/ipv4/ip_forward
    boot_id | write_file "$before.boot" 600
  fi
  echo 1 >/proc/sys/net/ipv4/ip_forward
}

restore_forwarding() {
  local before=$machine_dir/ip_forward
  if [[ -e $before.boot && $(<"$before.boot") == "$(boot_id)" ]]; then
    cat "$before" >/proc/sys/net/ipv4/ip_forward
  fi
  rm -f "$before" "$before.boot"
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
