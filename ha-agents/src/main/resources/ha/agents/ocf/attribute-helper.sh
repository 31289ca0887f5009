#!/bin/sh
# Takes the place of crm_attribute, crm_master, attrd_updater and crm_node for OCF scripts that the
# cluster runs: notes attributes and promotion scores for the daemon, which reads them when the
# script has ended, and answers from what was noted before.
#
# Environment, set by the daemon: HA_ATTRIBUTE_JOURNAL (a file), HA_ATTRIBUTE_STORE (a directory),
# OCF_RESOURCE_INSTANCE, OCF_RESKEY_CRM_meta_on_node.
set -u

no_such_object=105
usage=64
called=${0##*/}
node=${OCF_RESKEY_CRM_meta_on_node:-$(uname -n)}
resource=${OCF_RESOURCE_INSTANCE:-}

fail() {
  code=$1
  shift
  echo "$called: $*" >&2
  exit "$code"
}

if [ "$called" = crm_node ]; then
  case ${1:-} in
    -n | --name | "") echo "$node" ;;
    *) fail "$usage" "only --name is known here" ;;
  esac
  exit 0
fi

verb=
name=
value=
target=
default=
has_default=
quiet=
promotion=
[ "$called" != crm_master ] || promotion=yes

# need WORDS   Ends with a message where an option lacks its value.
need() {
  [ "$1" -ge 2 ] || fail "$usage" "option $2 needs a value"
}

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
    -N | --node | --node-uname) need $# "$option"; target=$2; shift ;;
    -p | --promotion)
      promotion=yes
      case ${2:--} in
        -*) ;;
        *) shift ;;
      esac
      ;;
    -r | --resource-id) need $# "$option"; promotion=yes; shift ;;
    -d | --default | --delay)
      need $# "$option"
      if [ "$called" != attrd_updater ]; then has_default=yes; default=$2; fi
      shift
      ;;
    -l | --lifetime | -t | --type | -s | --set-name | -S | --set | -i | --id) need $# "$option"; shift ;;
    -V | --verbose | -W | --wait | --private) ;;
    --) ;;
    *) fail "$usage" "option $option is not known here" ;;
  esac
  shift
done

if [ -n "$target" ] && [ "$target" != "$node" ] && [ "$target" != localhost ] && [ "$target" != auto ]; then
  fail "$no_such_object" "only attributes of this node, $node, can be set and asked for here"
fi
if [ -n "$promotion" ]; then
  [ -n "$resource" ] || fail "$usage" "OCF_RESOURCE_INSTANCE is not set"
  kind=score
  name=${name:-promotion}
  file=score-$resource
else
  kind=attribute
  file=attribute-$name
fi
case $name in
  "") fail "$usage" "which attribute? --name NAME" ;;
  */* | *[[:space:]]*) fail "$usage" "'$name' cannot name an attribute" ;;
esac
store=${HA_ATTRIBUTE_STORE:?}/$file

case $verb in
  set)
    # Value plus one, as arithmetic on what was there before, is what others allow too.
    case $value in
      *"
"*) fail "$usage" "the value has more than one line" ;;
      "$name++") value=$(($(cat "$store" 2>/dev/null || echo 0) + 1)) ;;
    esac
    printf '%s set %s %s\n' "$kind" "$name" "$value" >>"${HA_ATTRIBUTE_JOURNAL:?}" || exit 1
    printf '%s\n' "$value" >"$store" || exit 1
    ;;
  delete)
    printf '%s delete %s\n' "$kind" "$name" >>"${HA_ATTRIBUTE_JOURNAL:?}" || exit 1
    rm -f "$store"
    ;;
  query | "")
    if [ -f "$store" ]; then
      found=$(cat "$store")
    elif [ -n "$has_default" ]; then
      found=$default
    else
      fail "$no_such_object" "node $node has no attribute $name"
    fi
    if [ "$called" = attrd_updater ] && [ -z "$quiet" ]; then
      printf 'name="%s" host="%s" value="%s"\n' "$name" "$node" "$found"
    elif [ -z "$quiet" ]; then
      printf 'scope=status  name=%s value=%s\n' "$name" "$found"
    else
      printf '%s\n' "$found"
    fi
    ;;
esac
