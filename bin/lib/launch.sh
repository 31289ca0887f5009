# shellcheck shell=sh
# Starts a Java program of ours; sourced by hactl and had. Works in a checkout (builds what is missing
# or older than its sources) and in an unpacked distribution.
#
# Expects $root (the directory above bin), java_home and java_release (from find-java.sh) and, for the
# cache, jvm_flags.
# shellcheck disable=SC2034,SC2154 # set for, and by, whoever sources this

# Sets home: where lib/*.jar lies.
prepare_home() {
  if [ ! -f "$root/pom.xml" ]; then
    home=$root
    return 0
  fi
  home=$root/packaging/target/ha
  if is_built; then
    return 0
  fi
  mkdir -p "$root/target"
  (
    # One builds, the others wait for it.
    if command -v flock >/dev/null; then
      flock 9
    fi
    is_built || build
  ) 9>"$root/target/build.lock"
}

# Whether nothing of the product is newer than the archive, which is what the build makes last.
is_built() {
  for ib_archive in "$root"/packaging/target/ha-*.tar.gz; do
    [ -f "$ib_archive" ] && [ -d "$home/lib" ] || return 1
    ib_newer=$(find "$root/pom.xml" "$root/bin" "$root/config-examples" "$root"/packaging/[!t]* \
      "$root"/ha-*/pom.xml "$root"/ha-*/src/main -newer "$ib_archive" -print 2>/dev/null | head -n 1)
    [ -z "$ib_newer" ] || return 1
  done
}

build() {
  . "$root/bin/lib/maven.sh"
  echo "Building $root with Maven (a minute or two the first time); log: $root/target/build.log" >&2
  rm -f "$root"/packaging/target/ha-*.tar.gz
  run_maven "$root/target/build.log" -Dmaven.test.skip=true -pl packaging -am package
}

# Sets class_path, in the same order each time: a start-up cache is bound to it.
set_class_path() {
  class_path=
  for cp_jar in "$home"/lib/*.jar; do
    class_path=$class_path${class_path:+:}$cp_jar
  done
  if [ ! -f "${class_path%%:*}" ]; then
    echo "No jars in $home/lib: the installation is incomplete; unpack ha-VERSION.tar.gz again" >&2
    return 1
  fi
}

# set_cache NAME MAIN ARGUMENT...   Sets cache_flag to what makes the JVM start from its start-up cache.
# The cache holds the classes that MAIN loads when run with ARGUMENT...; if there is none for just these
# jars, this JVM and this processor, one is made in the background for the next time, and this start does without.
# Halves the time of a short command (470 to 240 ms on the machine where it was written).
set_cache() {
  cache_flag=
  sc_name=$1
  sc_main=$2
  shift 2
  [ "${HA_CACHE:-on}" != off ] || return 0
  if [ -w /var/cache ]; then
    sc_directory=/var/cache/ha
  elif [ -n "${XDG_CACHE_HOME:-${HOME:-}}" ]; then
    sc_directory=${XDG_CACHE_HOME:-$HOME/.cache}/ha
  else
    return 0
  fi
  [ -d "$sc_directory" ] || (umask 077 && mkdir -p "$sc_directory") 2>/dev/null || return 0
  # Code is loaded from there: nobody else may have put it there.
  [ -O "$sc_directory" ] && [ -w "$sc_directory" ] || return 0
  read_processor
  sc_key=$({
    LC_ALL=C TZ=UTC0 ls -lnL "$home/lib"
    echo "$sc_name $class_path $java_home $java_release $processor"
  } 2>/dev/null | cksum)
  set_place
  sc_stem=$sc_directory/$sc_name$place
  sc_cache=$sc_stem%${sc_key%% *}.aot
  if [ -f "$sc_cache" ]; then
    # Never more than a hint: a cache that does not fit is passed over in silence.
    cache_flag="-XX:AOTCache=$sc_cache -Xlog:disable -Xlog:all=off"
    return 0
  fi
  make_cache "$@" </dev/null >/dev/null 2>&1 &
}

# Sets processor: what it can do. Compiled code is in the cache, and on a processor that lacks
# something it ends the JVM (JDK 25).
read_processor() {
  processor=
  [ -r /proc/cpuinfo ] || return 0
  while read -r processor; do
    case $processor in
      flags* | Features*) return 0 ;;
    esac
  done </proc/cpuinfo
}

# Sets place: home as a part of a file's name. No process is started for it: each costs 2 ms.
set_place() {
  place=
  sp_rest=$home
  while [ "$sp_rest" != "${sp_rest#*/}" ]; do
    place=$place${sp_rest%%/*}-
    sp_rest=${sp_rest#*/}
  done
  place=$place$sp_rest
}

make_cache() {
  # Whoever makes this directory makes the cache. It stays behind when that fails, so that a JVM which
  # cannot do it is asked only every ten minutes.
  if ! mkdir "$sc_cache.making"; then
    [ -n "$(find "$sc_cache.making" -prune -mmin +10)" ] || return 0
    rm -rf "$sc_cache.making"
    mkdir "$sc_cache.making" || return 0
  fi
  # Not a service of systemd's, even if whoever asks is one.
  # shellcheck disable=SC2086 # flags are meant to split
  env -u NOTIFY_SOCKET -u WATCHDOG_USEC nice timeout 300 "$java_home/bin/java" $jvm_flags -XX:AOTCacheOutput="$sc_cache.making/cache" \
    -cp "$class_path" "$sc_main" "$@" || : # whatever the command thinks of it, the cache counts
  if [ -s "$sc_cache.making/cache" ]; then
    # Others of this installation belong to jars or a JVM that are gone.
    rm -f "$sc_stem"%*.aot
    mv "$sc_cache.making/cache" "$sc_cache"
    rm -rf "$sc_stem"%*.aot.making
  fi
}
