#!/usr/bin/env bash
# Puts mail servers of Debian 12 into folders of their own below FOLDER: `postfix`, with Dovecot for its
# accounts, and `opensmtpd`. The two packages exclude each other, and neither is installed: packages and
# what they need are downloaded and extracted, and run by chroot. Wants root and apt; does nothing when
# they are there.
set -euo pipefail
folder=$1

# What only installation scripts need.
needless='^(cdebconf|debconf|dpkg|e2fsprogs|install-info|libdebian-installer4|libnewt0.52|libslang2|libtextwrap1|lsb-base|logsave|ucf|tar|gcc-12-base|adduser|passwd)$'

closure() {
  apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks \
    --no-replaces --no-enhances --no-pre-depends "$@" | grep -E '^\w' | grep -vE "$needless" | sort -u
}

extract() {
  local root=$folder/$1
  shift
  [ -e "$root/.extracted" ] && return
  [ -n "$(apt-cache policy "$1")" ] || apt-get update -qq
  rm -rf "$root"
  mkdir -p "$root/debs" "$root/tree"
  # shellcheck disable=SC2046
  (cd "$root/debs" && apt-get download -qq $(closure "$@") bash 2>/dev/null)
  for deb in "$root"/debs/*.deb; do dpkg -x "$deb" "$root/tree"; done
  rm -rf "$root/debs"
  ln -sf bash "$root/tree/bin/sh"
  mkdir -p "$root/tree/dev" "$root/tree/tmp" "$root/tree/run"
  mknod -m 666 "$root/tree/dev/null" c 1 3
  mknod -m 666 "$root/tree/dev/urandom" c 1 9
  touch "$root/.extracted"
}

extract postfix postfix dovecot-core
extract opensmtpd opensmtpd
