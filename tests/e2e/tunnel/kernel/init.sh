#!/bin/sh
# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# The first process of the user-mode kernel. The root is the host's, read only; what is mounted here is for this kernel alone.
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /mnt
mount -t hostfs -o "$FOLDER" hostfs "$FOLDER"
mkdir -p /run/netns /run/lock
hostname kernel
export TMPDIR=/run
ip link set lo up
# Namespaces inherit these.
echo 1 > /proc/sys/net/ipv4/ip_forward
for which in all default; do
  echo 0 > /proc/sys/net/ipv4/conf/$which/rp_filter
done

cat > /run/modprobe <<END
#!/bin/sh
LD_LIBRARY_PATH=$UNPACKED/usr/lib/x86_64-linux-gnu exec $UNPACKED/modprobe --dirname $UNPACKED "\$@"
END
chmod 755 /run/modprobe
echo /run/modprobe > /proc/sys/kernel/modprobe
for module in esp4 xfrm_user veth bridge af_key overlay authenc gcm seqiv echainiv cbc; do
  /run/modprobe --quiet $module
done

cd "$HERE" || exit 1
"$PYTHON" -B -W ignore -m kernel.inside "$FOLDER/plan.json" "$FOLDER/result.json"
# The end of the first process would be a panic.
echo o > /proc/sysrq-trigger
sleep 10
