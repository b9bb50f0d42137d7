# shellcheck shell=bash
# Every host has its own control group in each hierarchy, so that three systemds and three dockers do not share one, and so
# that the processes that a host left running can be found. Works with cgroup v1, v2 and a mix of both.

cgroup_mounts() {
  awk '$3 == "cgroup" || $3 == "cgroup2" {print $2, $3}' /proc/self/mounts
}

# Moves the calling shell into PATH below the lab's group.
join_cgroup() {
  local path=$1 top type
  while read -r top type; do
    make_cgroup "$top" "$type" "$cgroup/$path"
    echo "$BASHPID" >"$top/$cgroup/$path/cgroup.procs"
  done < <(cgroup_mounts)
}

make_cgroup() {
  local top=$1 type=$2 parts part dir=$1 controller
  IFS=/ read -r -a parts <<<"$3"
  for part in "${parts[@]}"; do
    if [[ $type == cgroup2 ]]; then
      # One at a time: a controller that cannot be handed down must not keep the others from it.
      for controller in $(<"$dir/cgroup.controllers"); do
        { echo "+$controller" >"$dir/cgroup.subtree_control"; } 2>/dev/null || true
      done
    fi
    mkdir -p "$dir/$part"
    # A new cpuset has no processors and takes no process before it is given some.
    if [[ -e $dir/cpuset.cpus && $type == cgroup ]]; then
      cat "$dir/cpuset.cpus" >"$dir/$part/cpuset.cpus"
      cat "$dir/cpuset.mems" >"$dir/$part/cpuset.mems"
    fi
    dir=$dir/$part
  done
}

# The processes in the lab's group PATH and below, or in all of the lab's groups.
cgroup_processes() {
  has_number || return 0
  local path=${1+/$1} top
  while read -r top _; do
    [[ -d $top/$cgroup$path ]] || continue
    find "$top/$cgroup$path" -name cgroup.procs -exec cat {} + 2>/dev/null || true
  done < <(cgroup_mounts) | sort -nu
}

remove_cgroups() {
  has_number || return 0
  local top
  while read -r top _; do
    [[ -d $top/$cgroup ]] || continue
    find "$top/$cgroup" -depth -type d -exec rmdir {} +
  done < <(cgroup_mounts)
}
