#!/bin/sh
# Puts this folder to /opt/lastmeter-bridge and the command on the path; then: sudo lastmeter-bridge setup
# Elsewhere, without root: PREFIX=$HOME/lastmeter ./install.sh
set -eu
here=$(dirname "$(readlink -f "$0")")
prefix=${PREFIX:-/opt/lastmeter-bridge}
node=$here/bin/node
[ -x "$node" ] || node=$(command -v node) || node=
if [ -z "$node" ] || ! "$node" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 15) ? 0 : 1)'; then
  echo "Node 22.15 or later is missing. Install it (https://nodejs.org/en/download), or take the file with Node inside:" >&2
  echo "lastmeter-bridge-…-linux-$(uname -m | sed 's/aarch64/arm64/; s/x86_64/x64/').tar.gz" >&2
  exit 1
fi
mkdir -p "$prefix" || { echo "Cannot write $prefix: use sudo, or set PREFIX." >&2; exit 1; }
# The new version is whole before the old one goes.
rm -rf "$prefix.new"
cp -R "$here" "$prefix.new"
rm -rf "$prefix"
mv "$prefix.new" "$prefix"
if [ "$(id -u)" = 0 ] && [ "$prefix" = /opt/lastmeter-bridge ]; then
  ln -sf "$prefix/bin/lastmeter-bridge" /usr/local/bin/lastmeter-bridge
  if [ -d /run/systemd/system ] && systemctl is-enabled --quiet lastmeter-bridge.service 2>/dev/null; then
    # The configuration stays where setup was told to put it.
    unit=/etc/systemd/system/lastmeter-bridge.service
    kept=$(sed -n 's/^LoadCredential=//p' "$unit")
    sed "s|^LoadCredential=.*|LoadCredential=$kept|" "$prefix/lastmeter-bridge.service" >"$unit.new"
    mv "$unit.new" "$unit"
    systemctl daemon-reload
    systemctl restart lastmeter-bridge.service
    echo "Updated and started again: $("$prefix/bin/lastmeter-bridge" --version)"
    exit 0
  fi
  echo "Installed. Now: sudo lastmeter-bridge setup"
else
  echo "Installed. Now: $prefix/bin/lastmeter-bridge setup"
fi
