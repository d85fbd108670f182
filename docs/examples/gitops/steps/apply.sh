# shellcheck shell=sh
# On merge: do it.
set -eu
exec sh "$(dirname "$0")/playbook.sh" --diff
