#!/usr/bin/env bash
# Bundles the MoQ player and publisher of the pages. Maven runs it; by hand:
#   bundle.sh WORK_FOLDER OUTPUT_FOLDER [offline=true]
# Without Node.js or without a way to the registry there is no bundle, which is no error: the pages say so. Packages
# that are not what the lock file says, or that do not bundle, are an error.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
work=$1
output=$2
offline=${3:-}
oldest_node=18
# How npm names a registry that is not reached, or lets nobody in: sockets, proxies, certificates, HTTP statuses.
unreachable='ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|E(SOCKET)?TIMEDOUT'
unreachable+='|ERR_SOCKET_TIMEOUT|CERT_|_CERT|UNABLE_TO_|ERR_(TLS|SSL)_|EPROTO|E(401|403|407|429|5[0-9][0-9])([^0-9]|$)'

without() {
    echo "[WARNING] The pages are built without the MoQ player and publisher: $1."
    rm -rf "$output" "$work/bundled-from"
    exit 0
}

command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || without "Node.js and npm are not installed"
node_major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
[ "$node_major" -ge "$oldest_node" ] || without "Node.js $node_major is older than $oldest_node"

mkdir -p "$work"
sources=$(cd "$here" && node --version && cksum -- * .npmrc)
if [ -s "$output/watch.js" ] && [ "$sources" = "$(cat "$work/bundled-from" 2>/dev/null)" ]; then
    exit 0
fi

cp "$here"/package.json "$here"/package-lock.json "$here"/.npmrc "$here"/*.js "$here"/*.mjs "$work"
cd "$work"
npm_options=(--no-progress --loglevel=error)
[ "$offline" = offline=true ] && npm_options+=(--offline) || npm_options+=(--prefer-offline)
if ! npm ci "${npm_options[@]}" >npm.log 2>&1; then
    if ! grep -q EINTEGRITY npm.log && { [ "$offline" = offline=true ] || grep -qE "$unreachable" npm.log; }; then
        without "the npm registry cannot be reached ($work/npm.log); remove gateway-server/target/built-from to try again"
    fi
    cat npm.log >&2
    echo "[ERROR] npm could not install what gateway-server/src/main/web/package-lock.json names" >&2
    exit 1
fi
node bundle.mjs "$output"
printf '%s\n' "$sources" >"$work/bundled-from"
