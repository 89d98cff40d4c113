#!/bin/sh
# Installs what is missing to build, run and test on Debian or Ubuntu. Usage: install-dependencies.sh build [gui] [test]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
groups=${*:-build gui}
if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-query >/dev/null 2>&1; then
    cat >&2 <<'TEXT'
This system is not Debian or Ubuntu: install the libraries by hand, then run the same command again with XOW_SKIP_INSTALL=1.
本系统不是 Debian/Ubuntu：请先手动安装下列库，再以 XOW_SKIP_INSTALL=1 重新运行。
  macOS (Homebrew):  brew install cmake ninja ccache qt quazip libxlsxwriter sqlite eigen boost icu4c lz4 xxhash zlib fast_float readstat cli11 nlohmann-json
  Windows (vcpkg):   vcpkg install qtbase qtcharts qtsvg qttools quazip libxlsxwriter sqlite3 eigen3 boost-math icu lz4 xxhash zlib fast-float readstat cli11 nlohmann-json
TEXT
    exit 1
fi
wanted=$(for group in $groups; do awk -v g="$group" '$1 == g { print $2 }' "$here/dependencies.txt"; done)
missing=""
for package in $wanted; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
sudo=""
if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "These packages are missing and neither root nor sudo is at hand / 缺少以下软件包，且没有 root 或 sudo：$missing" >&2
        exit 1
    fi
    sudo="sudo"
fi
echo "Installing / 正在安装：$missing"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
# shellcheck disable=SC2086
$sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
