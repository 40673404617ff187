#!/usr/bin/env bash
# A clamd of the tests' own, on loopback and a socket, without downloaded signatures: it knows EICAR and a marker.
#   test/services/clamd.sh install|start|stop|status|env|clean
# Settings: GLANCEPORTAL_SERVICES (folder, artifacts/services), GLANCEPORTAL_CLAMD_PORT (a free one).
# `env` prints GLANCEPORTAL_TEST_CLAMD=host:port and GLANCEPORTAL_TEST_CLAMD_SOCKET=unix:/path, a line each.
set -euo pipefail
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../scripts/common.sh"

dir=${GLANCEPORTAL_SERVICES:-$ROOT/artifacts/services}/clamd
# A socket's path has at most 107 characters.
socket=/tmp/glanceportal-clamd-$(cksum <<<"$dir" | cut -d' ' -f1).sock
marker=GLANCEPORTAL-TEST-MALWARE-MARKER

# In two halves, so that no scanner finds it in this script.
eicar() { printf '%s%s' 'X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-' 'ANTIVIRUS-TEST-FILE!$H+H*'; }
hex() { od -An -v -tx1 | tr -d ' \n'; }

start_time() { # of process $1, in ticks since boot; a process that has ended but was not yet collected has none
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  read -ra stat <<<"${stat##*) }"
  [[ ${stat[0]} != Z ]] && echo "${stat[19]}"
}

running() { # the process that we started, not another that got its number later
  local pid started
  read -r pid started 2>/dev/null <"$dir/pid" && [[ $(start_time "$pid") == "$started" ]]
}

answers() { # whether something listens on port $1
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

free_port() {
  local port
  for _ in {1..100}; do
    port=$((16300 + RANDOM % 600))
    answers "$port" || { echo "$port"; return; }
  done
  return 1
}

configure() {
  mkdir -p "$dir/db" "$dir/tmp"
  # name:type (0 is any file):offset:bytes; EICAR only at the start, as its standard asks
  {
    printf 'Eicar-Test-Signature:0:0:%s\n' "$(eicar | hex)"
    printf 'GlancePortal.Test.Marker:0:*:%s\n' "$(printf %s "$marker" | hex)"
  } >"$dir/db/local.ndb"
  cat >"$dir/clamd.conf" <<C
DatabaseDirectory $dir/db
OfficialDatabaseOnly no
TemporaryDirectory $dir/tmp
LocalSocket $socket
FixStaleSocket yes
TCPAddr 127.0.0.1
TCPSocket $1
User $(id -un)
Foreground yes
MaxThreads 4
SelfCheck 0
ConcurrentDatabaseReload no
Bytecode no
AlertEncrypted yes
AlertExceedsMax yes
C
}

start() {
  ! running || return 0
  has clamd || { say "There is no clamd; run $0 install"; return 1; }
  local port pid
  port=${GLANCEPORTAL_CLAMD_PORT:-$(free_port)}
  configure "$port"
  (
    cd /
    exec setsid clamd --config-file="$dir/clamd.conf"
  ) >>"$dir/log" 2>&1 </dev/null &
  pid=$!
  echo "$pid $(start_time "$pid")" >"$dir/pid"
  echo "$port" >"$dir/port"
  for _ in {1..300}; do
    ! answers "$port" || return 0
    running || break
    sleep 0.1
  done
  tail -20 "$dir/log" >&2
  say "clamd did not start; its log is $dir/log"
  return 1
}

stop() {
  local pid
  if running; then
    read -r pid _ <"$dir/pid"
    kill "$pid"
    for _ in {1..100}; do running || break; sleep 0.1; done
    ! running || kill -KILL "$pid"
  fi
  rm -f "$dir/pid" "$socket"
}

environment() {
  running || { say "clamd is not running; run $0 start"; return 1; }
  echo "GLANCEPORTAL_TEST_CLAMD=127.0.0.1:$(cat "$dir/port")"
  echo "GLANCEPORTAL_TEST_CLAMD_SOCKET=unix:$socket"
}

case ${1:-} in
  install) has clamd || install clamav-daemon ;;
  start) start ;;
  stop) stop ;;
  status) if running; then echo "running, pid and start: $(cat "$dir/pid")"; else echo stopped; exit 1; fi ;;
  env) environment ;;
  clean) stop; rm -rf "$dir" ;;
  *) sed -n '2,5s/^# //p' "$0"; exit 2 ;;
esac
