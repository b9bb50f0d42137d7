# shellcheck shell=bash
# What the lab is made of, its names and folders, and how it talks.

# Status codes are plumb's own: a script that calls `plumb lab up` reads them the same way.
readonly exit_failed=1 exit_unreachable=4 exit_usage=5 exit_busy=7

# lab/vm has one of its own.
[[ -v hosts ]] || hosts=(node0 node1 node2)
readonly hosts
readonly network=192.168.199.0/24
readonly gateway=192.168.199.1
readonly bridge=plumb0
readonly tables_chain=PLUMB-LAB
readonly cgroup=plumb-lab

readonly lab_dir=${PLUMB_LAB_DIR:-/var/lib/plumb-lab}
readonly base_dir=$lab_dir/base
readonly cache_dir=$lab_dir/cache
readonly images_dir=$lab_dir/images
readonly key_file=$lab_dir/key
readonly known_hosts_file=$lab_dir/known_hosts
readonly inventory_file=$lab_dir/inventory.yml

say() {
  printf 'lab: %s\n' "$*"
}

complain() {
  printf 'lab: %s\n' "$*" >&2
}

fail() {
  local status=$1
  shift
  printf 'lab: %s\n' "$@" >&2
  exit "$status"
}

address_of() {
  local number=${1#node}
  printf '192.168.199.%d' $((108 + ${number/vm0/3}))
}

is_host() {
  local host
  for host in "${hosts[@]}"; do
    [[ $host == "$1" ]] && return 0
  done
  return 1
}

# The folder's path becomes part of mount options and of a YAML file, where some characters mean something else.
check_lab_dir() {
  [[ $lab_dir =~ ^(/[A-Za-z0-9._-]+)+$ && $lab_dir != *..* ]] ||
    fail $exit_usage "PLUMB_LAB_DIR must be an absolute path of letters, digits, '.', '_' and '-'; it is '$lab_dir'"
}

# Writes standard input to a file that is never seen half written.
write_file() {
  local file=$1 mode=$2
  cat >"$file.new"
  chmod "$mode" "$file.new"
  mv -f "$file.new" "$file"
}

# A process is known by its number and the moment it started: numbers are used again. A dead one has no answer, though
# the kernel lists it until its parent has taken note.
start_time_of() {
  local stat fields
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  # The second field is the command's name in brackets, which may hold blanks.
  read -r -a fields <<<"${stat##*) }"
  [[ ${fields[0]} != [ZX] ]] || return 1
  printf '%s' "${fields[19]}"
}

boot_id() {
  cat /proc/sys/kernel/random/boot_id
}

no_more_arguments() {
  local command=$1
  shift
  (($# == 0)) || fail $exit_usage "'${0##*/} $command' does not take '$1'"
}

# Held on descriptor 9, by one command at a time, until this process ends.
take_lock() {
  mkdir -p "$lab_dir"
  chmod 700 "$lab_dir"
  exec 9<"$lab_dir"
  if ! flock --nonblock 9; then
    say "another lab command is at work here; waiting for it"
    flock --timeout 600 9 || fail $exit_busy "it is still at work after ten minutes; giving up"
  fi
}
