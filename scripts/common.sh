# shellcheck shell=bash
# What run.sh, test.sh, bench.sh and test/services share: the machine's packages and the build. Sourced, never run.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
APP=$ROOT/artifacts/app
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false

say() { printf '%s\n' "$*" >&2; }

has() { command -v "$1" >/dev/null; }

# Debian gives administrators' tools a folder that an ordinary account's PATH lacks.
PATH=$PATH:/usr/sbin:/sbin

# install PACKAGE…: from Debian or Ubuntu, without starting the services they bring. Status 1: said what to run instead.
install() {
  if ! has apt-get; then
    say "Please install, by these or similar names: $*"
    return 1
  fi
  if [[ $(id -u) != 0 ]]; then
    say "Please run: sudo apt-get install -y --no-install-recommends$(printf ' %q' "$@")"
    return 1
  fi
  say "Installing $*"
  local log
  log=$(mktemp)
  (
    guard=/usr/sbin/policy-rc.d
    if [[ ! -e $guard ]]; then
      trap 'rm -f "$guard"' EXIT
      printf '#!/bin/sh\nexit 101\n' >"$guard"
      chmod 755 "$guard"
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get -q -o DPkg::Lock::Timeout=600 update &&
      apt-get -q -y -o DPkg::Lock::Timeout=600 -o Dpkg::Options::=--force-confold install --no-install-recommends "$@"
  ) >"$log" 2>&1 || {
    tail -20 "$log" >&2
    rm -f "$log"
    say "apt-get could not install $*"
    return 1
  }
  rm -f "$log"
}

node_is_new_enough() { has node && has npm && [[ $(node -p 'process.versions.node.split(".")[0]') -ge 18 ]]; }

# The build fetches the browser's upload client with npm.
require_node() {
  local missing=()
  has node || missing+=(nodejs)
  has npm || missing+=(npm)
  ((${#missing[@]} == 0)) || install "${missing[@]}" || exit 2
  node_is_new_enough || { say "The build needs Node.js 18 or newer; here is $(node --version)."; exit 2; }
}

# The SDK's own libraries. Its packages depend on them; an unpacked archive does not bring them.
install_runtime_libraries() {
  local missing=() libraries
  libraries=$(ldconfig -p 2>/dev/null) || return 0
  [[ $libraries == *libicuuc.so* ]] || missing+=('^libicu[0-9]+$')
  [[ $libraries == *libssl.so* ]] || missing+=('^libssl3(t64)?$')
  [[ $libraries == *libstdc++.so* ]] || missing+=(libstdc++6)
  [[ -s /etc/ssl/certs/ca-certificates.crt || ! -d /etc/apt ]] || missing+=(ca-certificates)
  ((${#missing[@]} == 0)) || install "${missing[@]}"
}

# Leaves the script with status 2 unless a .NET 10 SDK is there; `--list-sdks` runs no managed code.
require_sdk() {
  if ! has dotnet || ! grep -q '^10\.' <<<"$(dotnet --list-sdks)"; then
    say "GlancePortal needs the .NET 10 SDK (https://dotnet.microsoft.com/download/dotnet/10.0): no command 'dotnet' with such an SDK is on the PATH."
    exit 2
  fi
  install_runtime_libraries || true
}

# What the build reads, as one hash. No git is asked: the sources may have come as an archive.
sources_hash() {
  (
    cd "$ROOT"
    dotnet --list-sdks
    find GlancePortal GlancePortal.Domain GlancePortal.Jobs wwwroot ./*.props ./*.targets global.json package.json package-lock.json \
      .editorconfig BannedSymbols.txt -name bin -prune -o -name obj -prune -o -type f -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 sha256sum
  ) | sha256sum | cut -d' ' -f1
}

# one_build COMMAND…: one build at a time in this checkout. No build server stays behind: it would hold this script's output open.
one_build() {
  mkdir -p "$ROOT/artifacts"
  (
    flock 9
    cd "$ROOT"
    "$@" 9>&-
  ) 9>"$ROOT/artifacts/.build.lock"
}

published_is_current() { [[ -f $APP/GlancePortal.dll && $(cat "$APP/.sources" 2>/dev/null) == "$1" ]]; }

publish_app() {
  local hash
  hash=$(sources_hash)
  ! published_is_current "$hash" || return 0
  rm -rf "$APP.new"
  dotnet publish GlancePortal -c Release -o "$APP.new" --disable-build-servers -v quiet >&2 || return 1
  echo "$hash" >"$APP.new/.sources"
  # Exchanged, not overwritten: a server that runs keeps the files it has open.
  rm -rf "$APP.old"
  [[ ! -d $APP ]] || mv "$APP" "$APP.old"
  mv "$APP.new" "$APP"
  rm -rf "$APP.old"
}

# Release publish into artifacts/app, unless it was made from these very sources.
ensure_app() {
  ! published_is_current "$(sources_hash)" || return 0
  require_node
  say "Building GlancePortal"
  one_build publish_app || { say "The build failed."; exit 1; }
}
