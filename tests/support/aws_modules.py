# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules for AWS: their argument specs, and stand-ins that take exactly these arguments.

``aws_modules.yml`` holds the specs as the collections state them; tests/contract/peer_grammar/test_aws.py holds it
against the modules themselves. A stand-in returns the keys that the module's RETURN documents, for the address that it
was given, with a document in AWS's shape. It keeps nothing: an id says which address it stands for.
"""

from __future__ import annotations

import ast
import json
import typing as t
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
TABLE: dict[str, t.Any] = yaml.safe_load((HERE / "aws_modules.yml").read_text(encoding="utf-8"))
MODULES: dict[str, dict[str, t.Any]] = TABLE["modules"]
#: What of a call of AnsibleAWSModule says which arguments go together.
RULES = ("mutually_exclusive", "required_if", "required_together", "required_one_of")

STAND_IN = '''#!/usr/bin/python
"""A stand-in: it takes the module's own arguments, and sends nothing."""
import json
from ansible.module_utils.basic import AnsibleModule
from ansible_collections.amazon.aws.plugins.module_utils.stand_in import answer

SPEC = json.loads(%r)


def main():
    module = AnsibleModule(supports_check_mode=True, **SPEC)
    module.exit_json(**answer(%r, module.params, module.check_mode))


main()
'''

ANSWERS = '''
"""What the stand-ins return: the keys that RETURN of the modules documents."""
import ipaddress

DOCUMENT, CUSTOMER = %r, %r


def _hex(address):
    return "%%08x" %% int(ipaddress.ip_address(address))


def _connection(digits, params):
    address = str(ipaddress.ip_address(int(digits, 16)))
    return {
        "customer_gateway_configuration": DOCUMENT.replace(CUSTOMER, address),
        "customer_gateway_id": "cgw-" + digits,
        "vpn_gateway_id": "vgw-0a1b2c3d",
        "vpn_connection_id": "vpn-" + digits,
        "state": "available",
        "type": "ipsec.1",
        "options": {"static_routes_only": True, "local_ipv4_network_cidr": "0.0.0.0/0"},
        "tags": params.get("tags") or {},
    }


def answer(name, params, check_mode):
    absent = params.get("state") == "absent"
    if name.endswith("ec2_customer_gateway"):
        one = {"customer_gateway_id": "cgw-" + _hex(params["ip_address"]), "ip_address": params["ip_address"]}
        return {"changed": absent, "gateway": {"customer_gateway": one, "customer_gateways": [one]}}
    if name.endswith("_info"):
        found = [_connection(one[4:], {}) for one in params["vpn_connection_ids"]]
        return {"changed": False, "vpn_connections": found}
    if absent:
        return {"changed": True}
    made = _connection(params["customer_gateway_id"][4:], params)
    return {"changed": False, **made, **({"customer_gateway_configuration": ""} if check_mode else {})}
'''


def spec_of(source: str) -> dict[str, t.Any]:
    """The argument spec of a module of these collections, and its rules, read from its source and not run."""
    (main,) = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name == "main"]
    found: dict[str, t.Any] = {}
    for node in ast.walk(main):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name in ("argument_spec", *RULES):
                found[name] = _literal(node.value)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", None) == "AnsibleAWSModule":
            for keyword in node.keywords:
                if keyword.arg in RULES and not isinstance(keyword.value, ast.Name):
                    found[str(keyword.arg)] = _literal(keyword.value)
    return json.loads(json.dumps(found))


def _literal(node: ast.expr) -> t.Any:
    """The value of constants, lists, and calls of dict."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "dict":
        return {str(keyword.arg): _literal(keyword.value) for keyword in node.keywords}
    if isinstance(node, (ast.List, ast.Tuple)):
        return [_literal(item) for item in node.elts]
    if isinstance(node, ast.Dict):
        return {_literal(key): _literal(value) for key, value in zip(node.keys, node.values, strict=True) if key}
    return ast.literal_eval(node)


def write_stand_ins(folder: Path, document: str, customer: str) -> None:
    """A folder for ANSIBLE_COLLECTIONS_PATH with the collections amazon.aws and community.aws, of stand-ins alone.

    ``document`` is given for each VPN connection, with the address of its gateway in place of ``customer``.
    """
    root = folder / "ansible_collections"
    utils = root / "amazon" / "aws" / "plugins" / "module_utils"
    utils.mkdir(parents=True)
    (utils / "stand_in.py").write_text(ANSWERS % (document, customer), encoding="utf-8")
    for name, spec in MODULES.items():
        namespace, collection, module = name.split(".")
        modules = root / namespace / collection / "plugins" / "modules"
        modules.mkdir(parents=True, exist_ok=True)
        (modules / f"{module}.py").write_text(STAND_IN % (json.dumps(spec), name), encoding="utf-8")
        manifest = {"namespace": namespace, "name": collection, "version": "0.0.1"}
        (root / namespace / collection / "galaxy.yml").write_text(yaml.safe_dump(manifest), encoding="utf-8")
