# shellcheck shell=bash
# The base: the file system that all hosts start from. Built once, kept, and shared by all labs, which only read it. Each
# recipe has its own base, so that labs of different checkouts do not rebuild each other's.

base_dir=''

make_base() {
  local recipe used=$lab_dir/base-in-use
  recipe=$(recipe_digest)
  base_dir=$base_store/$recipe
  if [[ -d $lab_dir/hosts && $(cat "$used" 2>/dev/null) != "$recipe" ]] && compgen -G "$lab_dir/hosts/*" >/dev/null; then
    say "the recipe of the base has changed: making the hosts anew"
    remove_hosts
    mkdir "$lab_dir/hosts"
  fi

  lock_bases
  printf '%s\n' "$recipe" | write_file "$used" 600
  [[ -d $base_dir ]] || build_base
  remove_unused_bases
  unlock_bases
}

# Held on descriptor 7: one build at a time, and no removal beside it.
lock_bases() {
  mkdir -p "$base_store"
  exec 7<"$base_store"
  if ! flock --nonblock 7; then
    say "another lab is building its base; waiting for it"
    flock --timeout 1800 7 || fail $exit_busy "it is still building after half an hour; giving up"
  fi
}

unlock_bases() {
  exec 7<&-
}

build_base() {
  say "building the base (Debian 12): one or two minutes, the first time only"
  rm -rf "$base_dir.new"
  mkdir "$base_dir.new"
  # When this script dies, unshare dies with it, and with unshare all that runs and is mounted inside.
  setpriv --pdeathsig KILL \
    unshare --mount --propagation private --pid --fork --kill-child --mount-proc \
    "$here/make-base" "$base_dir.new/root" "$cache_dir/debootstrap" 9>&- 7>&- </dev/null >"$lab_root/base.log" 2>&1 || {
    tail -n 15 "$lab_root/base.log" >&2
    fail $exit_failed "building the base failed; all of its output is in $lab_root/base.log"
  }
  # Only a whole base ever has this name.
  mv "$base_dir.new" "$base_dir"
}

remove_unused_bases() {
  local dir used
  used=" $({ cat "$lab_root/base-in-use" "$lab_root"/labs/*/base-in-use 2>/dev/null || true; } | tr '\n' ' ')"
  for dir in "$base_store"/*; do
    [[ $used == *" ${dir##*/} "* ]] || rm -rf "$dir"
  done
}

recipe_digest() {
  {
    (cd "$here" && find make-base base-files -type f -exec sha256sum {} + | sort)
    find /usr/local/share/ca-certificates -name '*.crt' -exec sha256sum {} + 2>/dev/null | sort
  } | sha256sum | cut -c1-16
}
