#!/usr/bin/env bash
# Installs what is missing, builds if the sources changed, and serves:
#   ./run.sh [--Section:Key=value …]    e.g. --Urls=http://127.0.0.1:8080; docs/operator/configuration.md names the keys
#   ./run.sh --build-only               only artifacts/app
# Relative paths, also the data directory ./data, are read from this folder.
set -euo pipefail
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/scripts/common.sh"
cd "$ROOT"

require_sdk
tools=()
has qemu-img || tools+=(qemu-utils)
has xz || tools+=(xz-utils)
has zstd || tools+=(zstd)
((${#tools[@]} == 0)) || install "${tools[@]}" || say "Going on without them: disks cannot be converted without qemu-img, archives not unpacked without xz and zstd."
ensure_app

[[ " $* " != *" --build-only "* ]] || exit 0
exec dotnet "$APP/GlancePortal.dll" "$@"
