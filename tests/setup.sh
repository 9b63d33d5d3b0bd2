# What every script that builds needs: the Debian packages, and a configured
# build directory. To be sourced; stands on plain sh.

packages="gcc g++ libc6-dev meson ninja-build pkg-config
    libbrotli-dev libcmocka-dev libidn2-dev libjson-c-dev libpsl-dev
    libsqlite3-dev libutf8proc-dev libxml2-dev libxxhash-dev libzstd-dev
    sqlite3 zlib1g-dev"
packages_clang="clang libclang-rt-14-dev"
packages_format="clang-format"
packages_browser="chromium" # one test opens the report in it

# Prints those of the given packages that are not installed.
missing_packages()
{
    for package; do
        dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null |
            grep -qx installed || printf '%s ' "$package"
    done
}

# need_packages NAME...: installs what is missing, or says what to install.
# Where there is no dpkg it is left to meson to name what it does not find.
need_packages()
{
    command -v dpkg-query >/dev/null || return 0
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        echo "These packages are missing; as root:" >&2
        echo "    apt-get install --no-install-recommends $missing" >&2
        return 1
    fi
    echo "Installing $missing"
    log=$(mktemp)
    if DEBIAN_FRONTEND=noninteractive && export DEBIAN_FRONTEND &&
        apt-get -q update </dev/null >"$log" 2>&1 &&
        apt-get -qy install --no-install-recommends $missing \
            </dev/null >>"$log" 2>&1; then
        rm -f "$log"
    else
        tail -n 20 "$log" >&2
        echo "Could not install $missing" >&2
        rm -f "$log"
        return 1
    fi
}

# configure DIR OPTION...: makes DIR a build directory where it is none yet.
configure()
{
    [ -f "$1/build.ninja" ] || meson setup "$@"
}
