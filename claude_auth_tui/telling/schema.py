"""The JSON Schema of the machine-readable document. The words come from the model's types, so the two cannot drift."""

from __future__ import annotations

from typing import Any, Final, get_args

from claude_auth_tui.explain.shapes import Standing
from claude_auth_tui.model import diagnosis as told
from claude_auth_tui.model import words as lists
from claude_auth_tui.model.preferences import KINDS
from claude_auth_tui.model.what_if import SubjectKind, WhatIfOutcome
from claude_auth_tui.model.words import Platform, ShellName, StartKind
from claude_auth_tui.telling.document import SCHEMA

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
MAYBE_TEXT: Final[Schema] = {"type": ["string", "null"]}
TRUTH: Final[Schema] = {"type": "boolean"}
MAYBE_TRUTH: Final[Schema] = {"type": ["boolean", "null"]}
MAYBE_NUMBER: Final[Schema] = {"type": ["integer", "null"], "minimum": 1}
"""Of values: equal numbers stand for equal values."""


def json_schema() -> Schema:
    """JSON Schema, draft 2020-12. New keys may be added to the document; those named here keep their meaning."""
    schema: Schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What `claude-auth-tui check --json` prints",
        **_object(
            schema={"const": SCHEMA},
            claude_code=_object(
                modelled=TEXT,
                installed=_list(_object(path=TEXT, version=MAYBE_TEXT, first_on_path=TRUTH)),
            ),
            machine=_object(
                platform=_one_of(Platform),
                wsl=TRUTH,
                container=MAYBE_TEXT,
                ssh=TRUTH,
                tmux=TRUTH,
                cwd=TEXT,
                config_dir=TEXT,
                shell=TEXT,
                follow=TRUTH,
            ),
            verdict=_object(
                level=_one_of(lists.Level),
                headline=TEXT,
                detail=TEXT,
                context=TEXT,
                surface=_one_of(lists.SurfaceName),
                finding=MAYBE_TEXT,
            ),
            contexts=_list({"$ref": "#/$defs/context"}),
            hits=_list({"$ref": "#/$defs/hit"}),
            stores=_list({"$ref": "#/$defs/store"}),
            checks=_list({"$ref": "#/$defs/check"}),
        ),
        "$defs": {
            "context": _context(),
            "surface": _surface(),
            "variable": _variable(),
            "hit": _object(
                path=TEXT,
                line={"type": "integer", "minimum": 0},
                variable=TEXT,
                does=_one_of(lists.Does),
                effect=_one_of(lists.Effect),
                because=TEXT,
                shown=MAYBE_TEXT,
                text=TEXT,
                equal=MAYBE_NUMBER,
            ),
            "store": _object(
                kind=_one_of(lists.StoreKind),
                where=TEXT,
                state=_one_of(lists.StoreState),
                mode=MAYBE_TEXT,
                expires_at=MAYBE_TEXT,
                refreshable=MAYBE_TRUTH,
                scopes=_list(TEXT),
                subscription=MAYBE_TEXT,
                notes=_list(TEXT),
            ),
            "check": _check(),
        },
    }
    schema["properties"]["real_shell"] = _real_shell()
    schema["properties"]["probes"] = _probes()
    schema["properties"]["what_if"] = _what_if()
    return schema


def report_schema() -> Schema:
    """Of what `report --json` prints: the same document, with what it says about itself."""
    schema = json_schema()
    schema["title"] = "What `claude-auth-tui report --json` prints"
    schema["required"] = [*schema["required"], "report"]
    schema["properties"]["report"] = _object(made=TEXT, program=TEXT, system=TEXT)
    return schema


def explain_schema() -> Schema:
    """Of what `explain --json TEXT` prints."""
    fix = _object(title=TEXT, command=TEXT, shell=TEXT, undo=TEXT, then=TEXT, leads_to=TEXT)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What `claude-auth-tui explain --json` prints",
        **_object(
            schema={"const": SCHEMA},
            message=_object(id=TEXT, known=TRUTH, authentication=MAYBE_TRUTH, title=TEXT, means=TEXT, docs=TEXT, versions=TEXT),
            causes=_list(
                _object(
                    id=TEXT,
                    title=TEXT,
                    explain=TEXT,
                    standing=_one_of(Standing),
                    because=TEXT,
                    check=MAYBE_TEXT,
                    evidence=_list(_object(where=TEXT, text=TEXT)),
                    fixes=_list(fix),
                )
            ),
            others=_list(_object(id=TEXT, authentication=TRUTH, title=TEXT)),
            nearest=_list(_object(id=TEXT, title=TEXT, wording=TEXT, similarity={"type": "number"})),
            notes=_list(TEXT),
        ),
    }


def _real_shell() -> Schema:
    """Only with `--ask-shell`."""
    return _object(command=TEXT, seconds={"type": "number"}, failure=MAYBE_TEXT, differences=_list(TEXT), agreeing={"type": "integer"})


def _probes() -> Schema:
    """Only those that were asked for: `--ask-network`, `--ask-key`, `--ask-helper`, `--ask-claude`."""
    row = _object(level=_one_of(lists.Level), about=MAYBE_TEXT, title=TEXT, text=TEXT, explain=MAYBE_TEXT)
    probe = _object(refused=TRUTH, says=_list(TEXT), seconds={"type": "number"}, rows=_list(row))
    return {"type": "object", "properties": dict.fromkeys(("network", "key", "helper", "claude"), probe), "additionalProperties": False}


def _what_if() -> Schema:
    """Not with every document: a report has none."""
    surface = _object(
        outcome=_one_of(lists.Outcome),
        provider=MAYBE_TEXT,
        authorization=MAYBE_TEXT,
        x_api_key=MAYBE_TEXT,
        asks=_one_of(lists.Question, None),
        reason=_one_of(lists.BlockReason, None),
        pays=_one_of(lists.Payer, None),
        because=TEXT,
    )
    surface["properties"] |= {"if_yes": {"type": "object"}, "if_no": {"type": "object"}}
    variable = {"$ref": "#/$defs/variable"}
    answer = _object(
        subject=_object(kind=_one_of(SubjectKind), name=TEXT, path=MAYBE_TEXT, line=MAYBE_NUMBER),
        title=TEXT,
        outcome=_one_of(WhatIfOutcome),
        says=TEXT,
        surfaces=_list(_object(context=TEXT, surface=_one_of(lists.SurfaceName), before=surface, after=surface)),
        variables=_list(_object(context=TEXT, before=variable, after=variable)),
    )
    return {
        "description": "What would be sent if something were gone; only what changes is listed. For each source that a new shell "
        "sends, which costs a few milliseconds; with --what-if for every source, effective line and stored login, each of which "
        "may take another evaluation of the startup files.",
        **_list(answer),
    }


def _variable() -> Schema:
    return _object(
        name=TEXT,
        state=_one_of(lists.VariableState),
        origin=MAYBE_TEXT,
        where=MAYBE_TEXT,
        shown=MAYBE_TEXT,
        equal=MAYBE_NUMBER,
        notes=_list(TEXT),
    )


def _context() -> Schema:
    status = _object(loggedIn=MAYBE_TRUTH, authMethod=MAYBE_TEXT, apiProvider=MAYBE_TEXT, apiKeySource=MAYBE_TEXT)
    surface = {"$ref": "#/$defs/surface"}
    schema = _object(
        id=TEXT,
        title=TEXT,
        variables=_list({"$ref": "#/$defs/variable"}),
        surfaces=_object(interactive=surface, print=surface, bare=surface, status=status),
        notes=_list(TEXT),
    )
    schema["properties"]["surfaces"]["properties"] |= dict.fromkeys(told.OTHER_TITLES, surface)
    schema["properties"] |= {"shell": _one_of(ShellName), "start": _one_of(StartKind), "inherit": MAYBE_TEXT}
    return schema


def _surface() -> Schema:
    surface = {"$ref": "#/$defs/surface"}
    schema = _object(
        outcome=_one_of(lists.Outcome),
        provider=MAYBE_TEXT,
        authorization=MAYBE_TEXT,
        x_api_key=MAYBE_TEXT,
        asks=_one_of(lists.Question, None),
        reason=_one_of(lists.BlockReason, None),
        pays=_one_of(lists.Payer, None),
        because=TEXT,
        expected={"enum": [*KINDS, None]},
        as_expected=MAYBE_TRUTH,
        chain=_list(
            _object(
                source=TEXT,
                title=TEXT,
                state=_one_of(lists.SourceState),
                header=_one_of(lists.HeaderName, None),
                where=MAYBE_TEXT,
                shown=MAYBE_TEXT,
                because=TEXT,
            )
        ),
    )
    schema["properties"] |= {"if_yes": surface, "if_no": surface}
    return schema


def _check() -> Schema:
    return _object(
        id={"type": "string", "pattern": "^[a-z0-9-]+$"},
        level=_one_of(lists.Level),
        title=TEXT,
        explain=TEXT,
        context=MAYBE_TEXT,
        evidence=_list(_object(where=TEXT, text=TEXT)),
        fixes=_list(_fix()),
        docs=TEXT,
        muted=MAYBE_TEXT,
    )


def _fix() -> Schema:
    return _object(title=TEXT, command=TEXT, shell=TEXT, undo=TEXT, then=TEXT, leads_to=TEXT, proof=_one_of(lists.Proof), unproven=TEXT)


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _one_of(literal: object, *more: None) -> Schema:
    return {"enum": [*get_args(literal), *more]}
