# shellcheck shell=sh
# Every night: 0 if the cloud is as declared, 1 if it is not (report.md lists the differences and those that cannot be changed), 2 if the
# comparison failed.
set -eu
cd "$(dirname "$0")/.."
status=0
sh steps/playbook.sh --check -e drift_is_failure=true || status=$?
if [ "$status" -eq 0 ]; then
  exit 0
fi
# The report is written wherever the comparison worked.
[ -f report.md ] && exit 1
exit 2
