# shellcheck shell=sh
# What the other steps need. VPNAAS_COLLECTION may be a tarball instead of the name on Galaxy.
set -eu
cd "$(dirname "$0")/.."
python3 -m pip install --quiet --requirement requirements.txt
ansible-galaxy collection install "${VPNAAS_COLLECTION:-sitelink.vpnaas}"
