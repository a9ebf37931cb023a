#!/usr/bin/env bash
# Gathers what the program consists of into one folder that runs anywhere: package-classes.sh FOLDER
# To be run after the build: ./moq-gateway --version
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
target="$root/gateway-server/target"
folder=$1

mkdir -p "$folder/lib" "$folder/classes"
tr ':' '\n' <"$target/classpath.txt" | while read -r entry; do
    if [ -d "$entry" ]; then
        cp -r "$entry/." "$folder/classes/"
    else
        cp "$entry" "$folder/lib/"
    fi
done
cp -r "$target/classes/." "$folder/classes/"
cp "$root/LICENSE" "$folder/"
cat >"$folder/moq-gateway" <<'END'
#!/bin/sh
# JAVA_OPTS holds further options for the virtual machine, such as -Xmx1g.
here=$(dirname "$0")
java="$here/java/bin/java"
[ -x "$java" ] || java=java
# shellcheck disable=SC2086
exec "$java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${JAVA_OPTS:-} \
    -cp "$here/classes:$here/lib/*" org.moqgateway.server.cli.Main "$@"
END
chmod +x "$folder/moq-gateway"
