# shellcheck shell=sh
# Finds a Java installation; sourced by the scripts beside this directory. Starts no process unless it
# must, because hactl pays for every millisecond.
#
#   find_java 25             a runtime of at least that feature release
#   find_java 25 jdk.compiler   ... that has this module (a JDK rather than a JRE)
#
# Sets java_home and java_release (what its file of that name says) and returns 0, or explains on stderr
# what to install and returns 1. JAVA_HOME stays as it is: Maven may run on an older Java.

find_java() {
  fj_least=$1
  fj_module=${2:-}
  fj_seen=
  if [ -n "${JAVA_HOME:-}" ] && fj_suits "$JAVA_HOME"; then
    return 0
  fi
  if fj_path=$(command -v java) && fj_path=$(readlink -f "$fj_path"); then
    if fj_suits "${fj_path%/bin/java}"; then
      return 0
    fi
  fi
  for fj_home in \
    /usr/lib/jvm/* /usr/java/* /usr/local/lib/jvm/* /usr/local/java* /usr/local/jdk* \
    /opt/* /opt/java/* /opt/jdk/* /opt/jvm/* /opt/ha/jre \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* "${HOME:-/nonexistent}"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if fj_suits "$fj_home"; then
      return 0
    fi
  done
  fj_explain
  return 1
}

# Takes the installation at $1 if it is new enough and has the module; remembers it for the message if not.
fj_suits() {
  [ -x "$1/bin/java" ] || return 1
  case $fj_seen in
    *"  $1 "*) return 1 ;; # looked at before
  esac
  fj_version=
  fj_modules=
  fj_release=
  if [ -r "$1/release" ]; then
    while IFS= read -r fj_line; do
      fj_release="$fj_release $fj_line"
      case $fj_line in
        JAVA_VERSION=*) fj_version=${fj_line#JAVA_VERSION=} ;;
        MODULES=*) fj_modules=${fj_line#MODULES=} ;;
      esac
    done <"$1/release"
    fj_version=${fj_version#\"}
    fj_version=${fj_version%\"}
  fi
  if [ -z "$fj_version" ]; then
    fj_version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
  fi
  fj_feature=${fj_version#1.}
  fj_feature=${fj_feature%%[!0-9]*}
  if [ -z "$fj_feature" ] || [ "$fj_feature" -lt "$fj_least" ]; then
    fj_seen="$fj_seen
  $1 is Java ${fj_version:-of unknown version}"
    return 1
  fi
  if [ -n "$fj_module" ]; then
    if [ -z "$fj_modules" ]; then
      fj_modules=$("$1/bin/java" --list-modules 2>/dev/null | tr '\n' ' ')
    fi
    case " $(echo "$fj_modules" | tr '"@' '  ') " in
      *" $fj_module "*) ;;
      *)
        fj_seen="$fj_seen
  $1 has no $fj_module: a runtime only, not a JDK"
        return 1
        ;;
    esac
  fi
  # shellcheck disable=SC2034 # read by whoever sources this
  java_home=$1 java_release=$fj_release
}

fj_explain() {
  {
    echo "No Java $fj_least or newer found in JAVA_HOME, PATH, /usr/lib/jvm, /opt or your home directory."
    if [ -n "$fj_seen" ]; then
      echo "Found but not usable:$fj_seen"
    fi
    if [ -n "$fj_module" ]; then
      fj_kind=jdk
    else
      fj_kind=jre
    fi
    echo "Install one, for example:"
    echo "  newer Debian, Ubuntu:  apt-get install openjdk-$fj_least-$fj_kind-headless"
    echo "  any Linux:             https://adoptium.net/temurin/releases/?version=$fj_least, unpacked below /opt"
    echo "or point JAVA_HOME at it."
  } >&2
}
