# Finds a JDK 25 and prints its folder. Sourced by the scripts of this repository.

is_java25() {
    [ -x "$1/bin/javac" ] || return 1
    if [ -r "$1/release" ]; then
        grep -q '^JAVA_VERSION="25[."]' "$1/release"
    else
        "$1/bin/java" -version 2>&1 | grep -q '"25[."]'
    fi
}

find_java25() {
    local candidate
    local on_path=""
    if command -v javac >/dev/null 2>&1; then
        on_path=$(dirname "$(dirname "$(readlink -f "$(command -v javac)" 2>/dev/null || command -v javac)")")
    fi
    local toolchains=""
    if [ -r "$HOME/.m2/toolchains.xml" ]; then
        toolchains=$(sed -n 's:.*<jdkHome>\(.*\)</jdkHome>.*:\1:p' "$HOME/.m2/toolchains.xml")
    fi
    while IFS= read -r candidate; do
        if [ -n "$candidate" ] && is_java25 "$candidate"; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done <<EOF
${JAVA_HOME:-}
$on_path
$toolchains
$(ls -d /usr/lib/jvm/*25* /opt/*25* "$HOME"/.sdkman/candidates/java/25* "$HOME"/.jdks/*25* \
        /Library/Java/JavaVirtualMachines/*25*/Contents/Home 2>/dev/null)
EOF
    return 1
}

# Ends the script with one clear message when the machine lacks what a build needs.
require_tools() {
    JAVA25_HOME=$(find_java25) || {
        echo "$1: no JDK 25 found. Install one (for instance Temurin 25) or let JAVA_HOME point to it." >&2
        exit 1
    }
    command -v mvn >/dev/null 2>&1 || {
        echo "$1: Maven is missing. Install the package 'maven' (3.8 or newer) so that 'mvn' is found." >&2
        exit 1
    }
}
