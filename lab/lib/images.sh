# shellcheck shell=bash
# Docker images of the stand-ins that run in containers, as archives that the hosts load.

readonly image_programs=(calico-node weave)

make_images() {
  local recipe
  recipe=$(images_stamp)
  [[ ! -e $images_dir/recipe || $(<"$images_dir/recipe") != "$recipe" ]] || return 0
  # The directory itself is kept: running hosts have it mounted.
  "$here/make-images" "$base_dir/root" "$images_dir" "${image_programs[@]}"
  printf '%s\n' "$recipe" >"$images_dir/recipe"
}

images_stamp() {
  {
    echo "${base_dir##*/}"
    (cd "$here" && sha256sum make-images "${image_programs[@]/#/stand-ins/}" && find stand-ins/lib -type f -name '*.py' -exec sha256sum {} + | sort)
  } | sha256sum
}
