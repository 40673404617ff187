#!/usr/bin/env bash
# Installs what is missing, builds if the sources changed, and serves:
#   ./run.sh [--Section:Key=value …]    e.g. --Urls=http://127.0.0.1:8080; docs/operator/configuration.md names the keys
#   ./run.sh --build-only               only artifacts/app
# Relative paths, also the data directory ./data, are read from this folder.
set -euo pipefail
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/scripts/common.sh"
cd "$ROOT"

require_sdk
has qemu-img || install qemu-utils || say "Going on without qemu-img."
ensure_app

[[ " $* " != *" --build-only "* ]] || exit 0
exec dotnet "$APP/GlancePortal.dll" "$@"
