# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who can log in: the seeded domain, projects, users, roles. Every password is ``<name>-password-3f9c``."""

from __future__ import annotations

from dataclasses import dataclass, field

PASSWORD_SUFFIX = "-password-3f9c"

IMPLIED_ROLES = {  # Keystone's own chain of default roles.
    "admin": ("admin", "manager", "member", "reader"),
    "manager": ("manager", "member", "reader"),
    "member": ("member", "reader"),
    "reader": ("reader",),
}

DOMAIN_ID = {"neutron": "default", "k5": "4a7a5b1cb6d94a0f8b7d3e2f1a0c9d8e"}
DOMAIN_NAME = {"neutron": "Default", "k5": "ABCD1234"}  # On K5 the domain's name is the contract number.

DEMO_PROJECT = "b6887d0b45b54a249b2ce3dee01caa47"  # The tenant_id of K5's document.
OTHER_PROJECT = "0c1d2e3f405162738495a6b7c8d9eafb"
OPERATOR_PROJECT = "99999999999949999999999999999999"  # Owns the external network; nobody logs in to it.

PROJECTS = {"demo": DEMO_PROJECT, "other": OTHER_PROJECT}

APPLICATION_CREDENTIAL_ID = "5ea1ab1e0c0ffee0decade0fabaced01"
APPLICATION_CREDENTIAL_SECRET = "application-secret-3f9c"


@dataclass
class User:
    """A user with its password and its role on each project."""

    id: str
    name: str
    roles: dict[str, str]
    password: str = ""

    def __post_init__(self) -> None:
        self.password = self.password or self.name + PASSWORD_SUFFIX


@dataclass
class ApplicationCredential:
    """A user's application credential: bound to one project."""

    id: str
    name: str
    secret: str
    user: User
    project_id: str
    roles: tuple[str, ...] = ("member",)


@dataclass
class Accounts:
    """Everything Keystone knows about people."""

    domain_id: str
    domain_name: str
    projects: dict[str, str] = field(default_factory=lambda: dict(PROJECTS))
    users: dict[str, User] = field(default_factory=dict)
    application_credentials: list[ApplicationCredential] = field(default_factory=list)

    def project_name(self, project_id: str | None) -> str | None:
        """The name of a project."""
        return next((name for name, identifier in self.projects.items() if identifier == project_id), None)


def seeded(dialect: str) -> Accounts:
    """A fresh set of the accounts above."""
    accounts = Accounts(DOMAIN_ID[dialect], DOMAIN_NAME[dialect])
    for user in (
        User("a0000000000000000000000000000001", "admin", {DEMO_PROJECT: "admin", OTHER_PROJECT: "admin"}),
        User("a0000000000000000000000000000002", "demo", {DEMO_PROJECT: "member"}),
        User("a0000000000000000000000000000003", "other", {OTHER_PROJECT: "member"}),
        User("a0000000000000000000000000000004", "reader", {DEMO_PROJECT: "reader"}),
        User("a0000000000000000000000000000005", "manager", {DEMO_PROJECT: "manager"}),
    ):
        accounts.users[user.name] = user
    accounts.application_credentials.append(
        ApplicationCredential(
            APPLICATION_CREDENTIAL_ID, "robot", APPLICATION_CREDENTIAL_SECRET, accounts.users["demo"], DEMO_PROJECT
        )
    )
    return accounts
