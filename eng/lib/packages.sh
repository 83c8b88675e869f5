# Installs packages of the distribution. For scripts in eng to source.

# Runs a command as root, or fails if that needs a password.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

# install_missing PACKAGE…: installs those that are missing; the array `installed` holds their names afterwards.
install_missing() {
    local script package status
    script=eng/$(basename "$0")
    if ! command -v dpkg-query >/dev/null; then
        echo "$script: this is not a Debian-like system. Install the equivalents of: $*" >&2
        exit 1
    fi

    installed=()
    for package in "$@"; do
        status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$status" = installed ] || installed+=("$package")
    done
    [ ${#installed[@]} -gt 0 ] || return 0

    if ! as_root true 2>/dev/null; then
        echo "$script: these packages are missing and need root to install:" >&2
        echo "    sudo apt-get install ${installed[*]}" >&2
        exit 1
    fi

    echo "Installing ${installed[*]}"
    as_root apt-get update -q
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${installed[@]}"
}
