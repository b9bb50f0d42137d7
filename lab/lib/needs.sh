# shellcheck shell=bash
# The tools that this machine must have, and how they are installed.

tools=(systemd-nspawn debootstrap ip iptables ssh ssh-keygen flock setpriv unshare setsid)

package_of() {
  case $1 in
    systemd-nspawn) echo systemd-container ;;
    debootstrap) echo debootstrap ;;
    ip) echo iproute2 ;;
    iptables) echo iptables ;;
    ssh | ssh-keygen) echo openssh-client ;;
    mkfs.ext4) echo e2fsprogs ;;
    *) echo util-linux ;;
  esac
}

need_linux() {
  [[ $(uname -s) == Linux ]] ||
    fail $exit_usage "the lab needs Linux: its hosts are systemd-nspawn containers; this is $(uname -s)." \
      "On another system run it in a Linux virtual machine."
}

need_root() {
  ((EUID == 0)) ||
    fail $exit_usage "'$lab_command $1' needs root: it works with mounts, network links and firewall rules. Try: sudo $lab_command $1"
}

need_real_disk() {
  [[ $(stat --file-system --format=%T "$lab_root") != overlayfs ]] ||
    fail $exit_usage "$lab_root is on an overlay file system, as in a container, and the hosts' disks are overlays themselves." \
      "Set PLUMB_LAB_DIR to a directory on a real disk."
}

missing_packages() {
  local tool
  {
    for tool in "${tools[@]}"; do
      command -v "$tool" >/dev/null || package_of "$tool"
    done
    # Without it debootstrap only warns, and builds from unverified packages.
    [[ -e /usr/share/keyrings/debian-archive-keyring.gpg ]] || echo debian-archive-keyring
  } | sort -u
}

need_tools() {
  local missing
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]})) || return 0

  command -v apt-get >/dev/null ||
    fail $exit_usage "missing on this machine: ${missing[*]} (these are Debian's names of the packages)." \
      "Install them with this system's package manager, then run '$lab_command up' again."

  say "installing what is missing on this machine: ${missing[*]}"
  install_packages "${missing[@]}" ||
    fail $exit_usage "could not install them. Try by hand: apt-get update && apt-get install ${missing[*]}"
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]} == 0)) || fail $exit_usage "still missing after the install: ${missing[*]}"
}

install_packages() {
  # The package lists of a new machine may be missing or outdated; they are updated after a first failure.
  local install=(apt-get -o DPkg::Lock::Timeout=300 -qq -y --no-install-recommends install "$@")
  export DEBIAN_FRONTEND=noninteractive
  "${install[@]}" 9>&- >/dev/null 2>&1 || { apt-get -qq update 9>&- && "${install[@]}" 9>&- >/dev/null; }
}
