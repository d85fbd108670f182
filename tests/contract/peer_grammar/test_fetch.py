# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make grammars` itself, with repositories on this disk: what it fetches, and what it says of what it cannot."""

from __future__ import annotations

import subprocess

import pytest

from ansible_collections.sitelink.vpnaas.tests.contract.peer_grammar import fetch


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """(URL, commit) of a vendor's repository: a folder of grammars, in which one is a link to a standard."""
    monkeypatch.delenv("SITELINK_GRAMMARS", raising=False)
    folder = tmp_path / "vendor"
    (folder / "models/native/sub").mkdir(parents=True)
    (folder / "standard").mkdir()
    (folder / "unwanted").mkdir()
    for path in (
        "models/native/crypto.yang",
        "models/native/sub/acl.yang",
        "standard/inet.yang",
        "standard/types.yang",
    ):
        (folder / path).write_text(f"module of {path}\n", encoding="utf-8")
    (folder / "unwanted/big").write_text("much\n", encoding="utf-8")
    (folder / "models/native/inet.yang").symlink_to("../../standard/inet.yang")

    def git(*words):
        identity = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.org")
        done = subprocess.run(
            ["git", "-C", str(folder), *identity, *words], check=True, capture_output=True, text=True
        )  # fmt: skip
        return done.stdout.strip()

    git("init", "--quiet", "--initial-branch", "main")
    git("add", ".")
    git("commit", "--quiet", "--message", "grammars")
    git("config", "uploadpack.allowAnySHA1InWant", "true")
    git("config", "uploadpack.allowFilter", "true")
    return folder.as_uri(), git("rev-parse", "HEAD")


def table(url, commit, **row):
    given = {"repository": url, "commit": commit, "branch": "main", "paths": ["models/native"], **row}
    return {"folders": {"box-1": given, "box-2": given}, "yang": {}, "fortios": {"package": "none"}}


@pytest.mark.parametrize("digits", [40, 7])
def test_the_paths_of_the_commit_are_fetched_and_links_followed(repository, tmp_path, capsys, digits):
    url, commit = repository
    cache = tmp_path / "cache"
    (cache / "fortios").mkdir(parents=True)
    fetch.main(table(url, commit[:digits], flat=True, beside=["standard"]), cache)
    found = sorted(str(path.relative_to(cache / "box-1")) for path in (cache / "box-1").rglob("*") if path.is_file())
    assert found == ["crypto.yang", "inet.yang", "sub/acl.yang", "types.yang"]
    assert (cache / "box-1/inet.yang").read_text(encoding="utf-8") == "module of standard/inet.yang\n"
    assert f"grammars: box-1: fetched from {url}\n" in capsys.readouterr().out
    fetch.main(table(url, commit[:digits], flat=True, beside=["standard"]), cache)
    assert f"grammars: box-1: in {cache}/box-1\n" in capsys.readouterr().out


def test_what_cannot_be_had_is_one_line_for_each_reason(repository, tmp_path, capsys):
    url, commit = repository
    cache = tmp_path / "cache"
    (cache / "fortios").mkdir(parents=True)
    fetch.main(table(f"{url}-that-is-not-there", commit), cache)
    lines = capsys.readouterr().out.splitlines()
    assert len([line for line in lines if "box" in line]) == 1
    assert lines[-1].startswith("grammars: box-1, box-2: not to be had (")
    assert lines[-1].endswith("so their tests are skipped; SITELINK_GRAMMARS can name a folder that holds them")
    assert not (cache / "box-1").exists()


def test_a_path_that_the_commit_lacks_leaves_nothing_half_fetched(repository, tmp_path, capsys):
    url, commit = repository
    cache = tmp_path / "cache"
    (cache / "fortios").mkdir(parents=True)
    fetch.main(table(url, commit, paths=["models/native", "models/gone"]), cache)
    assert "not to be had" in capsys.readouterr().out and not (cache / "box-1").exists()


def test_every_row_names_repository_commit_and_paths():
    for name, row in fetch.TABLE["folders"].items():
        assert row["repository"].startswith("https://github.com/") and row["paths"], name
        assert fetch.FULL.fullmatch(row["commit"]) or row["branch"], name
    assert set(fetch.TABLE["yang"]) <= set(fetch.TABLE["folders"])
