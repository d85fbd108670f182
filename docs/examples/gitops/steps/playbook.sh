# shellcheck shell=sh
# Runs the playbook; the other steps call it. VAULT_PASSWORD is in the environment, and never in a file or on a command line.
set -eu
cd "$(dirname "$0")/.."
rm -f report.md report.json
status=0
printf '%s' "$VAULT_PASSWORD" | ansible-playbook vpn.yml --vault-password-file /dev/stdin "$@" || status=$?
if [ -f report.md ]; then
  cat report.md
  if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    cat report.md >> "$GITHUB_STEP_SUMMARY"
  fi
fi
exit "$status"
