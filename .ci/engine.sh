# SPDX-License-Identifier: Apache-2.0
# To be sourced. Provides a container engine for the tests: the one that runs, or one that is started for them.

engine_pid=

engine_runs() {
  docker version --format '{{.Server.Version}}' >/dev/null 2>&1
}

# Returns 1 if no engine runs and none can be started; the container tests then say that they are skipped.
engine_start() {
  engine_runs && return 0
  if ! command -v dockerd >/dev/null || ! command -v docker-compose >/dev/null || ! command -v debootstrap >/dev/null; then
    [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ] || return 1
    echo "installing docker.io, docker-compose and debootstrap"
    apt-get update -qq
    local packages=(docker.io docker-compose debootstrap iptables)
    if apt-cache show docker-cli >/dev/null 2>&1; then packages+=(docker-cli); fi # a package of its own in Debian 13
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
    engine_runs && return 0 # the package may have started it
  fi
  engine_log=$(mktemp)
  dockerd >"$engine_log" 2>&1 </dev/null &
  engine_pid=$!
  for _ in $(seq 60); do
    engine_runs && return 0
    kill -0 "$engine_pid" 2>/dev/null || break
    sleep 1
  done
  echo "no container engine could be started; the end of its log:"
  tail -n 5 "$engine_log"
  engine_stop
  return 1
}

# Stops only an engine that engine_start has started.
engine_stop() {
  [ -n "$engine_pid" ] || return 0
  kill "$engine_pid" 2>/dev/null || true
  wait "$engine_pid" 2>/dev/null || true
  engine_pid=
}
