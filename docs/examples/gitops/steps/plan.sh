# shellcheck shell=sh
# On a merge request: what would happen. Writes nothing; fails if the declaration is wrong.
set -eu
exec sh "$(dirname "$0")/playbook.sh" --check --diff
