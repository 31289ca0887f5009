#!/bin/sh
# Takes the place of crm_attribute, crm_master, attrd_updater, crm_node, crm_mon, crm_resource and
# cibadmin for OCF scripts that the cluster runs, as far as scripts use them. What is to be set is
# noted for the daemon, which reads along; what is asked for is answered from what the cluster has
# committed, and without the cluster from what was noted on this node before.
#
# Environment, set by the daemon: HA_ATTRIBUTE_JOURNAL (a file), HA_ATTRIBUTE_STORE (a directory),
# OCF_RESOURCE_INSTANCE, OCF_RESKEY_CRM_meta_on_node.
set -u

no_such_object=105
not_connected=102
usage=64
called=${0##*/}
self=${OCF_RESKEY_CRM_meta_on_node:-$(uname -n)}
resource=${OCF_RESOURCE_INSTANCE:-}
journal=${HA_ATTRIBUTE_JOURNAL:?}

fail() {
  code=$1
  shift
  echo "$called: $*" >&2
  exit "$code"
}

# ask   Has the daemon write how the cluster is, to $journal.view and .xml; fails if it cannot.
ask() {
  : >"$journal.ask" || return 1
  rounds=0
  while [ -e "$journal.ask" ]; do
    [ "$rounds" -lt 160 ] || return 1
    rounds=$((rounds + 1))
    sleep 0.05
  done
  [ -s "$journal.view" ]
}

need_view() {
  ask || fail "$not_connected" "the cluster cannot be asked: this node knows no leader"
}

# seen PREFIX   Sets found to the rest of the line of the view that begins so; fails if none does.
seen() {
  while IFS= read -r line; do
    case $line in
      "$1"*)
        found=${line#"$1"}
        return 0
        ;;
    esac
  done <"$journal.view"
  return 1
}

# noted NAME   What this script has said of the attribute before: sets state to set (and found),
# delete or nothing.
noted() {
  state=
  [ -f "$journal" ] || return 0
  while IFS= read -r line; do
    case $line in
      "$kind set $1 "*) [ "$target" = "$self" ] && { state="set"; found=${line#"$kind set $1 "}; } ;;
      "$kind delete $1") [ "$target" = "$self" ] && state=delete ;;
      "order set $target "[01]" $recorded "*) state="set"; found=${line#"order set $target "[01]" $recorded "} ;;
      "order delete $target "[01]" $recorded") state=delete ;;
    esac
  done <"$journal"
}

# need WORDS   Ends with a message where an option lacks its value.
need() {
  [ "$1" -ge 2 ] || fail "$usage" "option $2 needs a value"
}

node_program() {
  case ${1:-} in
    -n | --name | "") echo "$self" ;;
    -l | --list)
      need_view
      while read -r what id name state; do
        [ "$what" = node ] && echo "$id $name $state"
      done <"$journal.view"
      ;;
    -p | --partition)
      need_view
      members=
      while read -r what id name state; do
        [ "$what" = node ] && [ "$state" = member ] && members="$members$name "
      done <"$journal.view"
      echo "$members"
      ;;
    -q | --quorum)
      need_view
      seen "quorate "
      echo "$found"
      ;;
    -i | --cluster-id)
      need_view
      while read -r what id name state; do
        [ "$what" = node ] && [ "$name" = "$self" ] && echo "$id"
      done <"$journal.view"
      ;;
    *) fail "$usage" "option $1 is not known here" ;;
  esac
  return 0
}

mon_program() {
  for word in "$@"; do
    case $word in
      --output-as=xml | --as-xml | -[!-]*X* | -X)
        need_view
        cat "$journal.xml"
        return
        ;;
    esac
  done
  fail "$usage" "only the output as XML is known here"
}

# All attributes of the name in --xpath, as elements; no more of a CIB is there.
cib_program() {
  path=
  for word in "$@"; do
    case $word in
      //*) path=$word ;;
      --xpath=*) path=${word#--xpath=} ;;
      -Q | --query | --xpath | -A) ;;
      *) fail "$usage" "option $word is not known here" ;;
    esac
  done
  need_view
  wanted=${path##*@name=?}
  [ "$wanted" != "$path" ] && wanted=${wanted%%[\'\"]*} || wanted=
  [ -n "$wanted" ] || { echo '<cib validate-with="none"/>'; return; }
  while read -r what id name state; do
    [ "$what" = node ] || continue
    case $path in *online*) [ "$state" = member ] || continue ;; esac
    if seen "attribute $name $wanted "; then
      echo "<nvpair id=\"status-$id-$wanted\" name=\"$wanted\" value=\"$found\"/>"
    fi
  done <"$journal.view"
}

case $called in
  crm_node) node_program "$@"; exit ;;
  crm_mon) mon_program "$@"; exit ;;
  cibadmin) cib_program "$@"; exit ;;
esac

verb=
name=
value=
target=$self
default=
has_default=
quiet=
promotion=
lasting=
about=$resource
options=
[ "$called" != crm_master ] || promotion=yes

# One option that all of these programs spell alike; else fails.
common_option() {
  case $1 in
    -V | --verbose | -W | --wait | --private | --) ;;
    *) return 1 ;;
  esac
}

# crm_resource: where a resource runs, its capacities, and keeping it off a node.
resource_program() {
  action=
  while [ $# -gt 0 ]; do
    case $1 in
      -r | --resource) need $# "$1"; about=$2; shift ;;
      -N | --node) need $# "$1"; target=$2; shift ;;
      -z | --utilization) ;;
      -g | --get-parameter) need $# "$1"; action="get"; name=$2; shift ;;
      -p | --set-parameter) need $# "$1"; action="set"; name=$2; shift ;;
      -d | --delete-parameter) need $# "$1"; action=delete; name=$2; shift ;;
      -v | --parameter-value) need $# "$1"; value=$2; shift ;;
      -B | --ban) action=ban ;;
      -W | --locate) action=locate ;;
      -Q | --quiet) quiet=yes ;;
      *) common_option "$1" || fail "$usage" "option $1 is not known here" ;;
    esac
    shift
  done
  base=${about%%:*}
  kind=attribute
  recorded=
  case $action in
    locate)
      need_view
      while read -r what id where role; do
        [ "$what $id" = "copy $base" ] || continue
        [ "$role" = Promoted ] && word=" Promoted" || word=
        [ -n "$quiet" ] && echo "$where" || echo "resource $base is running on: $where$word"
      done <"$journal.view"
      ;;
    get)
      store=${HA_ATTRIBUTE_STORE:?}/attribute-utilization-$name-$base
      [ -f "$store" ] || fail "$no_such_object" "$base has no utilization $name"
      cat "$store"
      ;;
    set | delete)
      verb=$action
      change "utilization-$name-$base" "attribute-utilization-$name-$base"
      ;;
    ban)
      [ "$target" = "$self" ] || fail "$usage" "only this node can be left here"
      # Until its agent finds it fit again, it is promoted elsewhere.
      printf 'score set promotion -INFINITY\n' >>"$journal"
      ;;
    *) fail "$usage" "what is to be done is not known here" ;;
  esac
}

# change NAME FILE   Notes verb and value of an attribute of this node, and keeps it for later scripts.
change() {
  kept=${HA_ATTRIBUTE_STORE:?}/$2
  if [ "$verb" = delete ]; then
    printf '%s delete %s\n' "$kind" "$1" >>"$journal" || exit 1
    rm -f "$kept"
  else
    printf '%s set %s %s\n' "$kind" "$1" "$value" >>"$journal" || exit 1
    printf '%s\n' "$value" >"$kept" || exit 1
  fi
}

# order NAME   The same of any node, or for good; waits until the cluster has committed it.
order() {
  need_view
  if [ "$verb" = delete ]; then
    printf 'order delete %s %s %s\n' "$target" "$lasting" "$1" >>"$journal" || exit 1
  else
    printf 'order set %s %s %s %s\n' "$target" "$lasting" "$1" "$value" >>"$journal" || exit 1
  fi
  turns=0
  while [ "$turns" -lt 20 ]; do
    if seen "attribute $target $1 "; then
      [ "$verb" = "set" ] && [ "$found" = "$value" ] && return
    else
      [ "$verb" = delete ] && return
    fi
    turns=$((turns + 1))
    sleep 0.1
    need_view
  done
  fail "$not_connected" "the cluster has not taken $1 of $target in time"
}

if [ "$called" = crm_resource ]; then
  resource_program "$@"
  exit
fi

while [ $# -gt 0 ]; do
  option=$1
  case $option in
    --*=*)
      attached=${option#*=}
      shift
      set -- "${option%%=*}" "$attached" "$@"
      option=$1
      ;;
  esac
  case $option in
    -n | --name | --attr-name) need $# "$option"; name=$2; shift ;;
    -v | -U | -B | --update | --attr-value | --update-both) need $# "$option"; verb="set"; value=$2; shift ;;
    -D | --delete | --delete-attr) verb=delete ;;
    -G | --query | --get-value) verb=query ;;
    -Q)
      if [ "$called" = attrd_updater ]; then verb=query; else quiet=yes; fi
      ;;
    -q | --quiet) quiet=yes ;;
    -N | --node | --node-uname)
      need $# "$option"
      case $2 in localhost | auto | "") ;; *) target=$2 ;; esac
      [ -n "$lasting" ] || [ "$called" != crm_attribute ] || lasting=1
      shift
      ;;
    -p | --promotion)
      promotion=yes
      case ${2:--} in
        -*) ;;
        *) about=$2; shift ;;
      esac
      ;;
    -r | --resource-id) need $# "$option"; promotion=yes; about=$2; shift ;;
    -d | --default | --delay)
      need $# "$option"
      if [ "$called" != attrd_updater ]; then has_default=yes; default=$2; fi
      shift
      ;;
    -l | --lifetime | -t | --type)
      need $# "$option"
      case $2 in
        forever | nodes) lasting=1 ;;
        reboot | status) lasting=0 ;;
        crm_config) options=yes ;;
        *) fail "$usage" "$option $2 is not known here" ;;
      esac
      shift
      ;;
    -s | --set-name | -S | --set | -i | --id) need $# "$option"; shift ;;
    *) common_option "$option" || fail "$usage" "option $option is not known here" ;;
  esac
  shift
done

# attrd_updater calls "private" what others call promotion.
[ "$called" != attrd_updater ] || [ -z "$name" ] || promotion=
if [ -n "$promotion" ]; then
  [ -n "$about" ] || fail "$usage" "OCF_RESOURCE_INSTANCE is not set"
  kind=score
  name=${name:-promotion}
  file=score-$about
  recorded=promotion-${about%%:*}
  lasting=0
else
  kind=attribute
  file=attribute-$name
  recorded=$name
fi
case $name in
  "") fail "$usage" "which attribute? --name NAME" ;;
  */* | *[[:space:]]*) fail "$usage" "'$name' cannot name an attribute" ;;
esac
store=${HA_ATTRIBUTE_STORE:?}/$file

# current   Sets found to the value that there is; fails if there is none.
current() {
  noted "$name"
  case $state in
    "set") return 0 ;;
    delete) return 1 ;;
  esac
  if ask; then
    seen "attribute $target $recorded "
    return
  fi
  [ "$target" = "$self" ] || fail "$not_connected" "attributes of $target cannot be asked for now"
  [ -f "$store" ] && found=$(cat "$store")
}

# property   One that scripts of this resource share in the whole cluster, named after it, as those of
# mysql and redis do. It is kept as a lasting attribute of the node where it was said last.
property() {
  recorded=property-$name
  lasting=1
  holders=
  latest=
  need_view
  while read -r what id node state; do
    if [ "$what" = node ] && seen "attribute $node $recorded "; then
      holders="$holders $node"
      latest=$found
    fi
  done <"$journal.view"
  case $verb in
    "set" | delete)
      wanted=$verb
      verb=delete
      for node in $holders; do
        [ "$node" = "$self" ] && [ "$wanted" = "set" ] && continue
        target=$node
        order "$recorded"
      done
      if [ "$wanted" = "set" ]; then
        verb=$wanted
        target=$self
        order "$recorded"
      fi
      exit 0
      ;;
    *)
      [ -n "$holders" ] || return 0
      has_default=yes
      default=$latest
      ;;
  esac
}

if [ -n "$options" ]; then
  case ${resource%%:*},$name in
    ,*) ;;
    *) case $name in "${resource%%:*}"[-_]*) property ;; esac ;;
  esac
  case $verb in
    "set" | delete) fail "$no_such_object" "options of the cluster are in its definitions" ;;
  esac
  [ -n "$has_default" ] || fail "$no_such_object" "there is no option $name"
  found=$default
  verb=answer
fi

case $verb in
  "set")
    case $value in
      *"
"*) fail "$usage" "the value has more than one line" ;;
      "$name++") current || found=0; value=$((found + 1)) ;;
    esac
    ;;
  query | "")
    if ! current; then
      [ -n "$has_default" ] || fail "$no_such_object" "node $target has no attribute $name"
      found=$default
    fi
    ;;
esac

case $verb in
  "set" | delete)
    if [ "$target" != "$self" ] || [ "${lasting:-0}" = 1 ]; then
      lasting=${lasting:-0}
      order "$recorded"
    else
      change "$name" "$file"
    fi
    ;;
  *)
    if [ -n "$quiet" ]; then
      printf '%s\n' "$found"
    elif [ "$called" = attrd_updater ]; then
      printf 'name="%s" host="%s" value="%s"\n' "$name" "$target" "$found"
    else
      printf 'scope=status  name=%s value=%s\n' "$name" "$found"
    fi
    ;;
esac
