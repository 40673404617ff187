#!/usr/bin/env bash
# A PostgreSQL of the tests' own, without systemd and only on loopback:
#   test/services/postgres.sh install|start|stop|status|env|clean
# Settings: GLANCEPORTAL_SERVICES (folder for data, artifacts/services), GLANCEPORTAL_POSTGRES_PORT (a free one).
# `env` prints GLANCEPORTAL_TEST_POSTGRES, the connection string of a superuser. Nothing in it is durable: fsync is off.
set -euo pipefail
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../scripts/common.sh"

binaries=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
as=()
if [[ $(id -u) == 0 ]]; then as=(setpriv --reuid=postgres --regid=postgres --init-groups --); fi # it refuses to run as root

# The account of the server must be able to reach its folder; below /root it cannot.
folder() {
  local wanted=${GLANCEPORTAL_SERVICES:-$ROOT/artifacts/services}
  mkdir -p "$wanted"
  if [[ -n ${GLANCEPORTAL_SERVICES:-} || ${#as[@]} == 0 ]] || "${as[@]}" test -x "$wanted" 2>/dev/null; then
    echo "$wanted/postgres"
  else
    echo "/tmp/glanceportal-services-$(cksum <<<"$ROOT" | cut -d' ' -f1)/postgres"
  fi
}
dir=$(folder)

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

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
  local port
  for _ in {1..100}; do
    port=$((15400 + RANDOM % 600))
    port_is_taken "$port" || { echo "$port"; return; }
  done
  return 1
}

create() {
  local password
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  rm -rf "$dir"
  mkdir -p "$dir/data"
  chmod 700 "$dir/data"
  (umask 077 && echo "$password" >"$dir/password")
  if ((${#as[@]})); then
    chmod 755 "$(dirname "$dir")" "$dir"
    chown postgres: "$dir/data" "$dir/password"
  fi
  (cd / && "${as[@]}" "$binaries/initdb" -D "$dir/data" -U postgres --pwfile="$dir/password" --auth=scram-sha-256 \
    -E UTF8 --locale=C.UTF-8 --no-sync) >"$dir/log" 2>&1 || { tail -20 "$dir/log" >&2; return 1; }
  cat >>"$dir/data/postgresql.conf" <<C
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
shared_buffers = 64MB
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
timezone = 'UTC'
C
  touch "$dir/created"
}

start() {
  ! running || return 0
  [[ -n $binaries ]] || { say "There is no PostgreSQL server; run $0 install"; return 1; }
  [[ -e $dir/created ]] || create
  local port pid
  port=${GLANCEPORTAL_POSTGRES_PORT:-$(free_port)}
  # Left by a server that was killed; who holds the port would say so below.
  rm -f "$dir/data/postmaster.pid"
  (
    cd /
    exec setsid "${as[@]}" "$binaries/postgres" -D "$dir/data" -p "$port"
  ) >>"$dir/log" 2>&1 </dev/null &
  pid=$!
  echo "$pid $(start_time "$pid")" >"$dir/pid"
  echo "$port" >"$dir/port"
  for _ in {1..300}; do
    ! "$binaries/pg_isready" -q -h 127.0.0.1 -p "$port" || return 0
    running || break
    sleep 0.1
  done
  tail -20 "$dir/log" >&2
  say "PostgreSQL did not start; its log is $dir/log"
  return 1
}

stop() { # SIGINT: ends the sessions and shuts down in order
  local pid
  if running; then
    read -r pid _ <"$dir/pid"
    kill -INT "$pid"
    for _ in {1..100}; do running || break; sleep 0.1; done
    ! running || kill -QUIT "$pid"
  fi
  rm -f "$dir/pid"
}

environment() {
  running || { say "PostgreSQL is not running; run $0 start"; return 1; }
  echo "GLANCEPORTAL_TEST_POSTGRES=Host=127.0.0.1;Port=$(cat "$dir/port");Username=postgres;Password=$(cat "$dir/password");Database=postgres"
}

case ${1:-} in
  install) [[ -n $binaries ]] || install postgresql-15 ;;
  start) start ;;
  stop) stop ;;
  status) if running; then echo "running, pid and start: $(cat "$dir/pid")"; else echo stopped; exit 1; fi ;;
  env) environment ;;
  clean) stop; rm -rf "$dir" ;;
  *) sed -n '2,5s/^# //p' "$0"; exit 2 ;;
esac
