#!/bin/sh
# Bring what is missing: system packages, the Python environment from the hashed lock, the front-end packages.
# Called by make; "run" or "test" says how much is needed. Does nothing, quickly, when everything is there.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}

say() { printf '%s\n' "$*" >&2; }

log=$(mktemp)
trap 'rm -f "$log"' EXIT

missing() {
  python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
  ls /usr/lib/postgresql/1[5-8]/bin/initdb >/dev/null 2>&1 || [ -n "${PG_BINDIR:-}" ] || echo postgresql
  for library in pango-1.0 pangoft2-1.0 harfbuzz-subset; do
    ldconfig -p 2>/dev/null | grep -q "lib$library\." || /sbin/ldconfig -p 2>/dev/null | grep -q "lib$library\." ||
      case $library in
        pango-1.0) echo libpango-1.0-0 ;;
        pangoft2-1.0) echo libpangoft2-1.0-0 ;;
        harfbuzz-subset) echo libharfbuzz-subset0 ;;
      esac
  done
  command -v npm >/dev/null 2>&1 || echo nodejs npm
  [ -e /usr/share/zoneinfo/Europe/Berlin ] || echo tzdata
  if [ "$purpose" = test ]; then
    command -v chromium >/dev/null 2>&1 || echo chromium
    command -v pdftotext >/dev/null 2>&1 || echo poppler-utils
    command -v softhsm2-util >/dev/null 2>&1 || echo softhsm2
    command -v certutil >/dev/null 2>&1 || echo libnss3-tools
    command -v java >/dev/null 2>&1 || echo default-jre-headless
    ls /usr/share/java/jaxb-runtime.jar >/dev/null 2>&1 || echo libjaxb-java
  fi
}

packages=$(missing | tr '\n' ' ')
if [ -n "$packages" ]; then
  root=""
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then root="sudo -n"; else root=none; fi
  fi
  if [ "$root" = none ] || ! command -v apt-get >/dev/null 2>&1; then
    say "Es fehlen Systempakete. Installieren Sie sie und starten Sie neu: apt-get install $packages"
    exit 1
  fi
  say "Systempakete werden installiert: $packages"
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086
  if ! { $root apt-get update -qq && $root apt-get install -y -qq --no-install-recommends $packages; } >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    say "Die Systempakete ließen sich nicht installieren. Installieren Sie sie von Hand: apt-get install $packages"
    exit 1
  fi
fi

lock=requirements/base.txt
[ "$purpose" = test ] && lock=requirements/dev.txt
stamp=.venv/.installed
wanted="$purpose $(cat "$lock" | cksum)"
have=$(cat "$stamp" 2>/dev/null || true)
if [ "$have" != "$wanted" ] && { [ "$purpose" = test ] || [ "$have" != "test $(cat requirements/dev.txt | cksum)" ]; }; then
  # Interrupted while it was made, an environment has no pip, and would have none for good.
  .venv/bin/python -m pip --version >/dev/null 2>&1 || python3 -m venv --clear .venv
  say "Python-Pakete werden eingerichtet."
  if ! { .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt &&
    .venv/bin/uv pip sync -q --require-hashes --python .venv/bin/python "$lock"; } 2>"$log"; then
    if ! .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"; then
      say "Die Python-Pakete ließen sich nicht einrichten. Prüfen Sie die Netzverbindung und starten Sie neu."
      exit 1
    fi
  fi
  printf '%s' "$wanted" >"$stamp"
fi

modules=node_modules/.installed
wanted="$purpose $(cat package-lock.json | cksum)"
have=$(cat "$modules" 2>/dev/null || true)
if [ "$have" != "$wanted" ] && { [ "$purpose" = test ] || [ "$have" != "test ${wanted#* }" ]; }; then
  say "Pakete für die Oberfläche werden geholt."
  omit=""
  [ "$purpose" = run ] && omit="--omit=dev"
  if ! npm ci --ignore-scripts --no-audit --no-fund --silent $omit; then
    say "Die Pakete für die Oberfläche ließen sich nicht holen. Prüfen Sie die Netzverbindung und starten Sie neu."
    exit 1
  fi
  printf '%s' "$wanted" >"$modules"
fi
