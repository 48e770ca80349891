#!/usr/bin/env bash
# Runs the store's tests on PostgreSQL: on ONESCREEN_TEST_POSTGRES_URL when it is set, else on a
# throwaway cluster in a temporary folder, which is stopped and deleted afterwards.
set -euo pipefail
cd "$(dirname "$0")/../.."
PYTEST=${PYTEST:-.venv/bin/pytest}

if [[ -n ${ONESCREEN_TEST_POSTGRES_URL:-} ]]; then
  exec "$PYTEST" tests/store -m postgres -q "$@"
fi

bin=$(dirname "$(readlink -f "$(command -v initdb || true)")" 2>/dev/null || true)
if [[ ! -x $bin/initdb ]]; then
  bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
fi
if [[ ! -x ${bin:-}/initdb ]]; then
  echo "No PostgreSQL here: install the package postgresql," \
       "or set ONESCREEN_TEST_POSTGRES_URL=postgresql+psycopg://user@host/database" >&2
  exit 1
fi

# PostgreSQL refuses to run as root.
as=()
folder=$(mktemp -d)
if [[ $(id -u) -eq 0 ]]; then
  owner=$(id -un postgres 2>/dev/null || echo nobody)
  chown "$owner" "$folder"
  as=(runuser -u "$owner" --)
fi
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
stop() {
  "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT

cd "$folder"
"${as[@]}" "$bin/initdb" -D "$folder/data" -U onescreen -A trust -E UTF8 --no-sync >"$folder/log"
"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -w start \
  -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories='$folder' -c fsync=off" \
  >"$folder/log"
cd - >/dev/null
ONESCREEN_TEST_POSTGRES_URL="postgresql+psycopg://onescreen@127.0.0.1:$port/postgres" \
  "$PYTEST" tests/store -m postgres -q "$@"
