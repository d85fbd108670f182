# Copyright: (c) 2026, the sitelink.vpnaas authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ansible's argument validation, with a shorter way for arguments whose values all have their types already.

Ansible goes a dozen times through every option that an item of a topology could have. Such arguments only lack the
defaults; in every other case Ansible validates everything and writes every message. Where only the items have their
types, it validates the rest.
"""

from __future__ import annotations

import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator, ValidationResult

from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argument_guards import (
    replace_unusable,
    without_nulls,
    without_suboptions,
)

if t.TYPE_CHECKING:
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._interface.argspec import ArgumentSpec
    from ansible_collections.sitelink.vpnaas.plugins.module_utils._schema.api_types import Params, Result, Value

TYPES = {"int": int, "bool": bool}


def validate(spec: ArgumentSpec, given: Params) -> ValidationResult:
    """As ``ArgumentSpecValidator(spec).validate(given)``, with null as not given, and with an error message where
    that raises an exception."""
    given = without_nulls(given, spec)
    try:
        return _validate(spec, given)
    except (TypeError, OverflowError):
        return _by_ansible(without_suboptions(spec), replace_unusable(given))


def _validate(spec: ArgumentSpec, given: Params) -> ValidationResult:
    if _is_typed_mapping(given, spec):
        return _with_parameters(ValidationResult({}), _with_defaults([given], spec)[0])
    complete = {
        option: _with_defaults(items, spec[option]["options"])
        for option, items in given.items()
        if isinstance(items, list) and "options" in spec.get(option, {}) and _is_typed(items, spec[option])
    }
    if complete:
        validation = _by_ansible(spec, {**given, **{option: [] for option in complete}})
        if not validation.error_messages:
            return _with_parameters(validation, complete)
    return _by_ansible(spec, given)


def _with_parameters(validation: ValidationResult, parameters: Params) -> ValidationResult:
    validation.validated_parameters.update(parameters)
    return validation


def _by_ansible(spec: ArgumentSpec, given: Params) -> ValidationResult:
    validation: ValidationResult = ArgumentSpecValidator(spec).validate(given)
    return validation


def _is_typed(value: Value, spec: Params) -> bool:
    """Whether Ansible would accept the value unchanged."""
    if isinstance(value, str):
        return spec["type"] in ("str", "raw") and ("choices" not in spec or value in spec["choices"])
    if isinstance(value, list):
        element = {"type": spec.get("elements"), "options": spec.get("options", {})}
        is_list = spec["type"] == "list" and "choices" not in spec
        return is_list and all(item is not None and _is_typed(item, element) for item in value)
    if isinstance(value, dict):
        return spec["type"] == "dict" and _is_typed_mapping(value, spec.get("options", {}))
    known = TYPES.get(spec["type"])
    if known is None or not isinstance(value, known) or (known is int and isinstance(value, bool)):
        return False
    return "choices" not in spec or value in spec["choices"]


def _is_typed_mapping(value: Value, options: Params) -> bool:
    for option, item in value.items():
        spec = options.get(option)
        if spec is None or not (_is_typed(item, spec) if item is not None else _may_be_null(spec)):
            return False
    return all(value.get(option) is not None for option, spec in options.items() if spec.get("required"))


def _may_be_null(spec: Params) -> bool:
    return spec.get("default") is None and "choices" not in spec


def _with_defaults(mappings: list[Params], options: Params) -> list[Result]:
    defaults = {option: spec.get("default") for option, spec in options.items()}
    found = []
    for given in mappings:
        complete = dict(defaults)
        for option, value in given.items():
            nested = options[option].get("options", {})
            if isinstance(value, dict):
                (value,) = _with_defaults([value], nested)
            elif isinstance(value, list):
                value = _with_defaults(value, nested) if nested else list(value)
            complete[option] = value
        found.append(complete)
    return found
