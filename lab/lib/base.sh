# shellcheck shell=bash
# The base: the file system that all hosts start from. Built once and kept.

make_base() {
  local recipe
  recipe=$(recipe_stamp)
  if [[ -e $base_dir/recipe && $(<"$base_dir/recipe") == "$recipe" ]]; then
    return 0
  fi
  if [[ -e $base_dir ]]; then
    say "the recipe of the base changed: building it anew, and the hosts with it"
    remove_hosts
    rm -rf "$base_dir"
  fi

  say "building the base (Debian 12): one or two minutes, the first time only"
  rm -rf "$base_dir.new"
  mkdir "$base_dir.new"
  # When this script dies, unshare dies with it, and with unshare all that runs and is mounted inside.
  setpriv --pdeathsig KILL \
    unshare --mount --propagation private --pid --fork --kill-child --mount-proc \
    "$here/make-base" "$base_dir.new/root" "$cache_dir/debootstrap" 9>&- </dev/null >"$lab_dir/base.log" 2>&1 || {
    tail -n 15 "$lab_dir/base.log" >&2
    fail $exit_failed "building the base failed; all of its output is in $lab_dir/base.log"
  }
  printf '%s\n' "$recipe" >"$base_dir.new/recipe"
  # Only a whole base ever has this name.
  mv "$base_dir.new" "$base_dir"
}

recipe_stamp() {
  {
    (cd "$here" && find make-base base-files -type f -exec sha256sum {} + | sort)
    find /usr/local/share/ca-certificates -name '*.crt' -exec sha256sum {} + 2>/dev/null | sort
  } | sha256sum
}
