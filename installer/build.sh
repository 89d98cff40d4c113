# Sourced by run, test and .ci/run: builds a preset with ccache where it is installed.
xow_install() { # groups of packages
    [ -n "${XOW_SKIP_INSTALL:-}" ] || sh installer/linux/install-dependencies.sh "$@"
}
xow_build() { # preset [target …]
    preset=$1
    shift
    launcher=""
    if command -v ccache >/dev/null 2>&1; then
        launcher="-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache"
        # objects of one checkout serve another one
        export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS="${CCACHE_SLOPPINESS:-pch_defines,time_macros,include_file_mtime,include_file_ctime}"
    fi
    # shellcheck disable=SC2086
    cmake --preset "$preset" $launcher ${XOW_CMAKE_ARGS:-} >"build-$preset.log" 2>&1 || { cat "build-$preset.log" >&2; rm -f "build-$preset.log"; return 1; }
    rm -f "build-$preset.log"
    if [ $# -gt 0 ]; then
        cmake --build --preset "$preset" --target "$@"
    else
        cmake --build --preset "$preset"
    fi
}
