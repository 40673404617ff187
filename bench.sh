#!/usr/bin/env bash
# Measures the published program against limits taken in the same run: ./bench.sh [name …]
# Names: upload tus download list lists show create-delete search convert memory start; without a name all of them, about twenty minutes.
set -euo pipefail
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/scripts/common.sh"

require_sdk
packages=()
has python3 || packages+=(python3)
has wrk || packages+=(wrk)
has nginx || packages+=(nginx-light)
has qemu-img || packages+=(qemu-utils)
has psql || packages+=(postgresql-client)
((${#packages[@]} == 0)) || install "${packages[@]}" || exit 2
"$ROOT/test/services/postgres.sh" install || exit 2
ensure_app

export GLANCEPORTAL_BENCH_APP=$APP/GlancePortal.dll GLANCEPORTAL_BENCH_DIRECTORY=$ROOT/artifacts/bench PYTHONDONTWRITEBYTECODE=1
exec python3 "$ROOT/bench" "$@"
