#!/bin/sh
# Starts the bridge with the Node beside it, else with the machine's.
here=$(dirname "$(readlink -f "$0")")
node=${LASTMETER_NODE:-$here/node}
[ -x "$node" ] || node=$(command -v node) || { echo "Node 22.15 or later is missing: see README.md" >&2; exit 1; }
exec "$node" "$here/../lib/lastmeter-bridge.mjs" "$@"
