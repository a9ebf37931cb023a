#!/usr/bin/env bash
# Makes a Java runtime of the modules that the program needs and no others: package-runtime.sh FOLDER
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
. "$root/scripts/java25.sh"
require_tools package-runtime.sh

# jdk.crypto.*, jdk.naming.dns and jdk.localedata are found by name at run time, which no analysis sees; jdk.jcmd
# and jdk.jfr are for looking at a running gateway.
modules=java.base,java.desktop,java.logging,java.management,java.naming,java.net.http,java.security.sasl,java.sql,java.xml
modules+=,jdk.crypto.cryptoki,jdk.crypto.ec,jdk.jcmd,jdk.jfr,jdk.management,jdk.naming.dns,jdk.unsupported,jdk.zipfs
exec "$JAVA25_HOME/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output "$1"
