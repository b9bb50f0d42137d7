# shellcheck shell=bash
# Shared by the acceptance scripts. Each sets `all`, the names of its parts, a function for each, and `playbooks`.

# shellcheck source=lib/common.sh
source "$here/lib/common.sh"
# A script may use lab/vm, and other hosts.
[[ -v lab ]] || lab=$here/lab
readonly plumb=${PLUMB:-$here/../plumb} lab
inventory=$inventory_file
failures=0

main() {
  ((EUID == 0)) || { echo "the lab needs root" >&2 && exit 5; }
  local name
  for name in "$@"; do
    [[ " ${all[*]} " == *" $name "* ]] || { echo "there is no $name; there are: ${all[*]}" >&2 && exit 5; }
  done
  cd "$here/.." || exit 1
  dir=$(mktemp -d) || exit 1
  trap 'rm -rf "$dir"' EXIT
  # Builds it if necessary, so that no part measures or kills a build.
  "$plumb" --version >/dev/null || exit 1
  # A named lab has no addresses before it is up.
  "$lab" up >"$dir/out" 2>&1 || { cat "$dir/out" && exit 1; }
  load_number

  [[ -v defaults ]] || local defaults=("${all[@]}")
  (($#)) || set -- "${defaults[@]}"
  local started
  for name in "$@"; do
    started=$SECONDS
    echo "# $name"
    "$name"
    echo "# $name took $((SECONDS - started)) s"
  done
  if ((failures)); then
    echo "# $failures failed"
    exit 1
  fi
  echo "# all good"
}

# All files of a host with owner, mode and content, but for those that change by themselves.
manifest() {
  # shellcheck disable=SC2016 # for the host's shell
  on "$1" 'cd / && find etc var/lib usr/local \
      -path var/lib/systemd/timers -prune -o -path var/lib/systemd/random-seed -prune -o \
      -printf "%p %y %m %U:%G %s %T@ %l\n" | sort
    find etc var/lib usr/local -path var/lib/systemd/random-seed -prune -o -type f -print0 | sort -z | xargs -0 sha256sum' \
    >"$dir/$1.$2"
  (($(wc -l <"$dir/$1.$2") > 500)) || check "a manifest of $1" false
}

# Runs one of the tests below, with its arguments, on the report of the last run.
report() {
  python3 - "$dir/report" "${#hosts[@]}" "$@" <<'PYTHON'
import json, sys

report = json.load(open(sys.argv[1]))
many, test, words = int(sys.argv[2]), sys.argv[3], sys.argv[4:]
hosts, tasks = report["hosts"], report["tasks"]
changes = [(task["host"], change) for task in tasks for change in task["changes"]]
plays = {task["play"] for task in tasks}


def no_failure():
    return len(hosts) == many and all(host["failed"] == 0 and host["refused"] == 0 and not host["unreachable"]
                                   for host in hosts.values()) and len({task["host"] for task in tasks}) == many


def much_to_do():
    return all(host["changed"] >= 3 for host in hosts.values())


def nothing_to_do():
    return no_failure() and all(host["changed"] == 0 and host["unknown"] == 0 for host in hosts.values())


def few_round_trips():
    return all(0 < host["round_trips"] <= 2 * len(plays) for host in hosts.values())


def change():
    host, wanted = words[0], words[1:]  # An empty word stands for any.
    return any(name == host and all(word in ("", found[key]) for word, key in zip(wanted, ("property", "before", "after")))
               and found["before"] is not None and found["after"] is not None for name, found in changes)


def changed_only():
    # A loop has an entry for each item and one for itself.
    changed = {(task["host"], task["task"]) for task in tasks if task["status"] == "changed"}
    return changed == set(zip(words[0::2], words[1::2]))


if not globals()[test]():
    print({name: host for name, host in hosts.items()})
    for task in tasks:
        if task["changes"] or task["status"] not in ("ok", "skipped"):
            print(task)
    sys.exit(1)
PYTHON
}

# Runs a plumb command on the cluster; $status holds its status.
run() {
  local command=$1
  shift
  "$plumb" "$command" "${playbooks[@]}" -i "$inventory" "$@" 2>&1
  status=$?
}

check() {
  local name=$1
  shift
  if "$@" >"$dir/why" 2>&1; then
    echo "ok    $name"
  else
    echo "FAIL  $name"
    tail -n 40 "$dir/why" | sed 's/^/      /'
    [[ ! -s $dir/out ]] || tail -n 30 "$dir/out" | sed 's/^/    | /'
    failures=$((failures + 1))
  fi
}

same() {
  echo "is $1, not $2"
  [[ $1 == "$2" ]]
}

each_host() {
  local host
  for host in "${hosts[@]}"; do
    "$1" "$host" "${@:2}" || { echo "on $host: $*" && return 1; }
  done
}

on() {
  "$lab" ssh "$@" </dev/null
}

reset_lab() {
  "$lab" reset >/dev/null 2>"$dir/out" || { cat "$dir/out" && exit 1; }
}

cluster_is_there() {
  "$lab" up >/dev/null 2>&1
  run apply >"$dir/out"
  ((status == 0)) || check "the cluster comes up" false
}

# The value of a variable in the lab's inventory.
variable() {
  "$plumb" inventory host "${hosts[0]}" -i "$inventory" | python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"
}

millis() {
  echo $(($(date +%s%N) / 1000000))
}
