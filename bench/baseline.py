# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The floor: the same calls through requests, with as many threads and nothing around them. It also fills the clouds.

As a program it does one work several times and prints the seconds of each: baseline.py ORDER.json
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

#: What a topology reads, in its order.
READ = (
    ("/vpn/ikepolicies", {}),
    ("/vpn/ipsecpolicies", {}),
    ("/vpn/vpnservices", {}),
    ("/routers", {"name": "edge"}),
    ("/subnets", {"name": "office"}),
    ("/vpn/ipsec-site-connections", {}),
)

#: what one reading floor reads -> its path and query
ONE = {
    "one": ("/vpn/ipsec-site-connections", {"name": "branch0"}),
    "policy": ("/vpn/ikepolicies", {"name": "ike"}),
}


class Baseline:
    """Somebody who is logged in. ``entry`` is one of clouds.yaml."""

    def __init__(self, entry, threads=8):
        self.threads = threads
        self.session = requests.Session()
        self.session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=threads))
        auth = entry["auth"]
        domain = {"name": auth["user_domain_name"]}
        user = {"name": auth["username"], "domain": domain, "password": auth["password"]}
        identity = {"methods": ["password"], "password": {"user": user}}
        project = {"name": auth["project_name"], "domain": domain}
        body = {"auth": {"identity": identity, "scope": {"project": project}}}
        self.session.get(auth["auth_url"]).raise_for_status()
        answer = self.session.post(f"{auth['auth_url']}/auth/tokens", json=body)
        answer.raise_for_status()
        self.session.headers["X-Auth-Token"] = answer.headers["X-Subject-Token"]
        self.url = self.network(answer.json()["token"]["catalog"])

    def network(self, catalog):
        (service,) = (service for service in catalog if service["type"] == "network")
        (url,) = (entry["url"] for entry in service["endpoints"] if entry["interface"] == "public")
        return f"{url.rstrip('/').removesuffix('/v2.0')}/v2.0"

    def get(self, path, **query):
        answer = self.session.get(self.url + path, params=query)
        answer.raise_for_status()
        (items,) = (value for key, value in answer.json().items() if not key.endswith("_links"))
        return items

    def post(self, path, kind, body):
        answer = self.session.post(self.url + path, json={kind: body})
        answer.raise_for_status()
        return answer.json()[kind]

    def read(self):
        for path, query in READ:
            self.get(path, **query)

    def create(self, connections):
        with ThreadPoolExecutor(self.threads) as pool:
            list(pool.map(self.connection, connections))

    def connection(self, body):
        return self.post("/vpn/ipsec-site-connections", "ipsec_site_connection", body)

    def delete_connections(self):
        def delete(item):
            self.session.delete(f"{self.url}/vpn/ipsec-site-connections/{item['id']}").raise_for_status()

        with ThreadPoolExecutor(self.threads) as pool:
            list(pool.map(delete, self.get("/vpn/ipsec-site-connections")))


def main(order):
    """``order``: entry of clouds.yaml, threads, times, connections to create (none: only read), which one is read.

    The login counts, except before the reading of one: a run of ansible-playbook has it only once.
    """
    baseline = Baseline(order["entry"], order["threads"]) if order["one"] else None
    for _time in range(order["times"]):
        began = time.perf_counter()
        if order["one"]:
            path, query = ONE[order["one"]]
            baseline.get(path, **query)
        else:
            baseline = Baseline(order["entry"], order["threads"])
            baseline.read()
            baseline.create(order["connections"])
        print(json.dumps({"seconds": time.perf_counter() - began}), flush=True)


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
