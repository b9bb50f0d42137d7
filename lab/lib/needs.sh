# shellcheck shell=bash
# What the machine must have, and how to get it.

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
    fail $exit_usage "'lab $1' needs root: it works with mounts, network links and firewall rules. Try: sudo $0 $1"
}

need_real_disk() {
  [[ $(stat --file-system --format=%T "$lab_dir") != overlayfs ]] ||
    fail $exit_usage "$lab_dir is on an overlay file system, as in a container, and the hosts' disks are overlays themselves." \
      "Set PLUMB_LAB_DIR to a folder on a real disk."
}

missing_packages() {
  local tool
  {
    for tool in "${tools[@]}"; do
      command -v "$tool" >/dev/null || package_of "$tool"
    done
    # debootstrap only warns without it, and would then build from packages that nobody has verified.
    [[ -e /usr/share/keyrings/debian-archive-keyring.gpg ]] || echo debian-archive-keyring
  } | sort -u
}

need_tools() {
  local missing
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]})) || return 0

  command -v apt-get >/dev/null ||
    fail $exit_usage "missing on this machine: ${missing[*]} (these are Debian's names of the packages)." \
      "Install them with this system's package manager, then run '$0 up' again."

  say "installing what is missing on this machine: ${missing[*]}"
  install_packages "${missing[@]}" ||
    fail $exit_usage "could not install it. Try by hand: apt-get update && apt-get install ${missing[*]}"
  mapfile -t missing < <(missing_packages)
  ((${#missing[@]} == 0)) || fail $exit_usage "still missing after the install: ${missing[*]}"
}

install_packages() {
  # The lists of a fresh machine may be absent or too old, so a first failure is not the last word.
  local install=(apt-get -o DPkg::Lock::Timeout=300 -qq -y --no-install-recommends install "$@")
  export DEBIAN_FRONTEND=noninteractive
  "${install[@]}" 9>&- >/dev/null 2>&1 || { apt-get -qq update 9>&- && "${install[@]}" 9>&- >/dev/null; }
}
