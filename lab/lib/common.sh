# shellcheck shell=bash
# The lab's names, directories and messages. Scripts that source this file take `--name NAME` before their other arguments.

# Status codes are plumb's own: a script that calls `plumb lab up` reads them the same way.
readonly exit_failed=1 exit_unreachable=4 exit_usage=5 exit_busy=7

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

if [[ ${1-} == --name ]]; then
  (($# > 1)) || fail $exit_usage "--name needs the name of a lab"
  export PLUMB_LAB=$2
  shift 2
elif [[ ${1-} == --name=* ]]; then
  export PLUMB_LAB=${1#--name=}
  shift
fi

# lab/vm has its own host.
[[ -v hosts ]] || hosts=(node0 node1 node2)
readonly hosts
readonly default_root=/var/lib/plumb-lab default_name=default
# What all labs share, in the root directory: the base and the downloaded packages.
readonly lab_root=${PLUMB_LAB_DIR:-$default_root} lab_name=${PLUMB_LAB:-$default_name}
readonly base_store=$lab_root/base cache_dir=$lab_root/cache
if [[ $lab_name == "$default_name" ]]; then
  readonly lab_dir=$lab_root lab_command='plumb lab'
else
  readonly lab_dir=$lab_root/labs/$lab_name lab_command="plumb lab --name $lab_name"
fi
readonly images_dir=$lab_dir/images
readonly key_file=$lab_dir/key
readonly known_hosts_file=$lab_dir/known_hosts
readonly inventory_file=$lab_dir/inventory.yml
# Survives no boot of this machine, and is common to all labs on it, whatever their root directories.
readonly machine_dir=/run/plumb-lab

# A lab's number is unique on this machine. It determines what the lab has outside its directory: the bridge, the
# subnet, the chains of the packet filter, the control group and the names of the hosts' network interfaces, which have
# room for 15 characters. The default lab has number 0; `up` chooses one for a named lab, which keeps it.
use_number() {
  number=$1
  subnet=192.168.$((199 + number))
  network=$subnet.0/24
  gateway=$subnet.1
  bridge=plumb$number
  if ((number == 0)); then
    tables_chain=PLUMB-LAB cgroup=plumb-lab machine_prefix=plumb-
  else
    tables_chain=PLUMB-LAB-$number cgroup=plumb-lab-$number machine_prefix=lab$number-
  fi
}

readonly largest_number=55
# Empty as long as a named lab has none.
number='' subnet='' network='' gateway='' bridge='' tables_chain='' cgroup='' machine_prefix=''

load_number() {
  if [[ $lab_name == "$default_name" ]]; then
    use_number 0
  elif [[ -r $lab_dir/number ]]; then
    use_number "$(<"$lab_dir/number")"
  fi
}
load_number

has_number() {
  [[ -n $number ]]
}

address_of() {
  local index=${1#node}
  if has_number; then
    printf '%s.%d' "$subnet" $((108 + ${index/vm0/3}))
  fi
}

is_host() {
  local host
  for host in "${hosts[@]}"; do
    [[ $host == "$1" ]] && return 0
  done
  return 1
}

# The directory's path becomes part of mount options and of a YAML file, where some characters have a special meaning.
check_names() {
  [[ $lab_root =~ ^(/[A-Za-z0-9._-]+)+$ && $lab_root != *..* ]] ||
    fail $exit_usage "PLUMB_LAB_DIR must be an absolute path of letters, digits, '.', '_' and '-'; it is '$lab_root'"
  [[ $lab_name =~ ^[a-z0-9][a-z0-9-]{0,30}$ ]] ||
    fail $exit_usage "a lab's name has up to 31 lower-case letters, digits and '-', and does not begin with '-'; this one is '$lab_name'"
}

# Writes standard input to a file that is never seen half written.
write_file() {
  local file=$1 mode=$2
  cat >"$file.new"
  chmod "$mode" "$file.new"
  mv -f "$file.new" "$file"
}

# A process is identified by its number and its start time, because numbers are used again. Returns 1 for a dead process,
# which the kernel lists until its parent has waited for it.
start_time_of() {
  local stat fields
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  # The second field is the command's name in parentheses, which may contain blanks.
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

# Held on descriptor 9 until this process ends: one command at a time for each lab.
take_lock() {
  local deadline=$((SECONDS + 900))
  while true; do
    mkdir -p "$lab_dir"
    chmod 700 "$lab_root" "$lab_dir"
    exec 9<"$lab_dir"
    if ! flock --nonblock 9; then
      say "another command is running on this lab; waiting for it"
      flock --timeout $((deadline > SECONDS ? deadline - SECONDS : 1)) 9 ||
        fail $exit_busy "it is still running after 15 minutes; giving up"
    fi
    # The command that held the lock may have removed the directory.
    [[ ! $lab_dir -ef /proc/self/fd/9 ]] || return 0
  done
}

# Held on descriptor 8 for moments only: what several labs do to this machine's network.
lock_machine() {
  mkdir -p "$machine_dir"
  exec 8<"$machine_dir"
  flock 8
}

unlock_machine() {
  exec 8<&-
}
