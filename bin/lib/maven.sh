# shellcheck shell=sh
# Runs Maven for the scripts beside this directory: quiet, and offline if the network does not answer.
# Expects $root (the checkout) and java_home (from find-java.sh).
# shellcheck disable=SC2154 # both are set by whoever sources this

# run_maven LOG ARGUMENT...   output goes to LOG; on failure its end is shown and 1 returned
run_maven() {
  rm_log=$1
  shift
  if ! command -v mvn >/dev/null; then
    echo "Maven (mvn, 3.8.6 or newer) is not in PATH; on Debian and Ubuntu: apt-get install maven" >&2
    return 1
  fi
  mkdir -p "$(dirname -- "$rm_log")"
  if rm_try "$@" >"$rm_log" 2>&1; then
    return 0
  fi
  # What was downloaded once is enough: a machine without network can still build.
  if grep -qE 'Could not transfer|Unknown host|Connection (refused|timed out)|Network is unreachable' "$rm_log"; then
    echo "No answer from Maven's repository; trying with what was downloaded before" >&2
    if rm_try -o "$@" >>"$rm_log" 2>&1; then
      return 0
    fi
  fi
  grep -E '^\[ERROR\]' "$rm_log" | head -n 20 >&2
  echo "Maven failed; all it said is in $rm_log" >&2
  return 1
}

rm_try() (
  if [ -z "${JAVA_HOME:-}" ] && ! command -v java >/dev/null; then
    export JAVA_HOME="$java_home"
  fi
  cd -- "$root" && exec mvn -B -ntp "$@"
)
