#!/usr/bin/env bash
# Installs and starts what the tests need and runs them: ./test.sh [suite …]
# Suites: unit api data stores components cli e2e; without a name all of them.
# The last line is `N passed, N failed, N skipped`. A suite that breaks off or finds no test counts as failed.
set -euo pipefail
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/scripts/common.sh"
cd "$ROOT"

readonly every_suite=(unit api data stores components cli e2e)
readonly postgres=test/services/postgres.sh clamd=test/services/clamd.sh
readonly limit=15m # for one suite; a hanging one must not hang whoever waits for the result
readonly reports=artifacts/test-reports
passed=0 failed=0 skipped=0
runner='' started_postgres='' started_clamd=''

suites=("$@")
((${#suites[@]})) || suites=("${every_suite[@]}")
for suite in "${suites[@]}"; do
  [[ " ${every_suite[*]} " == *" $suite "* ]] || { say "There is no suite '$suite'; there are: ${every_suite[*]}"; exit 2; }
done

among() { # whether one of the named suites is to run
  local suite
  for suite in "$@"; do [[ " ${suites[*]} " != *" $suite "* ]] || return 0; done
  return 1
}

finish() {
  local status=$?
  trap - EXIT
  ((status == 0 || failed > 0)) || failed=1
  [[ -z $runner ]] || kill "$runner" 2>/dev/null || true
  [[ -z $started_postgres ]] || "$postgres" stop
  [[ -z $started_clamd ]] || "$clamd" stop
  echo "$passed passed, $failed failed, $skipped skipped"
  ((failed == 0)) || exit 1
}

broken() { # something outside the tests went wrong: never a green end
  say "$*"
  failed=$((failed + 1))
  exit 1
}

trap finish EXIT
trap 'broken "Interrupted"' INT TERM HUP

install_tools() {
  local packages=()
  has qemu-img || packages+=(qemu-utils)
  has xz || packages+=(xz-utils)
  has zstd || packages+=(zstd)
  ! among cli || has openstack || packages+=(python3-openstackclient)
  ! among cli || has glance || packages+=(python3-glanceclient)
  ! among e2e || has chromium || packages+=(chromium)
  ! among api e2e || has mke2fs || packages+=(e2fsprogs)
  ! among unit api || has openssl || packages+=(openssl)
  ((${#packages[@]} == 0)) || install "${packages[@]}"
  require_node
}

start_postgres() {
  "$postgres" install || return 1
  if ! "$postgres" status >/dev/null; then
    started_postgres=yes
    "$postgres" start || return 1
  fi
  local setting
  setting=$("$postgres" env) || return 1
  export "${setting?}"
}

start_clamd() {
  "$clamd" install || return 1
  if ! "$clamd" status >/dev/null; then
    started_clamd=yes
    "$clamd" start || return 1
  fi
  local settings setting
  settings=$("$clamd" env) || return 1
  while read -r setting; do export "${setting?}"; done <<<"$settings"
}

build_tests() { dotnet build GlancePortal.sln -c Release --disable-build-servers -v quiet >&2; }

run_suite() {
  local suite=$1 project=GlancePortal.Tests choice=(-trait "Suite=$1") report=$PWD/$reports/$1.xml status=0
  [[ $suite != e2e ]] || { project=GlancePortal.E2E; choice=(); }
  echo "== $suite"
  rm -f "$report"
  # In the background, so that a signal to this script is not held back until the suite has ended.
  timeout --kill-after=30s "$limit" dotnet "artifacts/bin/$project/release/$project.dll" \
    -noLogo -noColor -longRunning 60 "${choice[@]}" -xml "$report" </dev/null &
  runner=$!
  wait "$runner" || status=$?
  runner=''
  count "$suite" "$report" "$status"
}

# Adds up one suite from its report; what the report cannot tell is told by the runner's exit status.
count() {
  local suite=$1 report=$2 status=$3 line good bad skip errors
  line=$(grep -om1 '<assembly [^>]*>' "$report" 2>/dev/null) || line=''
  number() { grep -oP " $1=\"\K[0-9]+" <<<"$line" || echo 0; }
  good=$(number passed) bad=$(number failed) skip=$(number skipped) errors=$(number errors)
  bad=$((bad + errors))
  if ((bad == 0 && status != 0)); then
    say "Suite $suite broke off with status $status"
    bad=1
  elif ((bad == 0 && good == 0)); then
    say "Suite $suite has no test that ran"
    bad=1
  fi
  echo "== $suite: $good passed, $bad failed, $skip skipped"
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + skip))
}

require_sdk
mkdir -p "$reports"
install_tools || broken "The tests need these packages."
one_build build_tests || broken "The tests did not build."
! among api data stores cli e2e || start_postgres || broken "The tests need PostgreSQL."
! among api e2e || start_clamd || broken "The tests need clamd."
if among cli e2e; then
  ./run.sh --build-only || broken "The program did not build."
  export GLANCEPORTAL_TEST_APP=$APP/GlancePortal.dll
fi

for suite in "${suites[@]}"; do
  run_suite "$suite"
done
