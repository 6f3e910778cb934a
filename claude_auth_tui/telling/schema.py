"""The JSON Schemas of what is printed for programs, draft 2020-12, made from the classes that are printed.

New keys may be added to a document; those that a schema names keep their meaning.
"""

from __future__ import annotations

from typing import Any, Final

from msgspec import NODEFAULT, Struct, inspect

from claude_auth_tui.model.secret import Fingerprint
from claude_auth_tui.telling.document import Answer, Report
from claude_auth_tui.telling.explanations import Explained

Schema = dict[str, Any]


def json_schema() -> Schema:
    """Of what `check --json` prints."""
    return _schema_of(Answer, "check --json")


def report_schema() -> Schema:
    """Of what `report --json` prints: the same document, with what it says about itself."""
    return _schema_of(Report, "report --json")


def explain_schema() -> Schema:
    """Of what `explain --json TEXT` prints."""
    return _schema_of(Explained, "explain --json")


_PLAIN: Final = {
    inspect.StrType: "string",
    inspect.BoolType: "boolean",
    inspect.FloatType: "number",
    inspect.NoneType: "null",
}


def _schema_of(kind: type[Struct], command: str) -> Schema:
    made: Schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"What `claude-auth-tui {command}` prints"}
    defs: Schema = {}
    return made | _of(inspect.type_info(kind), defs) | {"$defs": defs}


def _of(kind: inspect.Type, defs: Schema) -> Schema:
    """Of one type. Not `msgspec.json.schema`, to which a member with a default is one that may be missing: here every member is
    there, but for those that are left out where there is nothing to say (`UNSET`)."""
    match kind:
        case inspect.StructType(cls=cls, fields=fields):
            if cls.__name__ not in defs:
                defs[cls.__name__] = told = Schema(type="object")
                told |= {"description": cls.__doc__} if cls.__doc__ else {}
                always = [f.encode_name for f in fields if f.required or (f.default, f.default_factory) != (NODEFAULT, NODEFAULT)]
                told |= {"required": always, "properties": {field.encode_name: _of(field.type, defs) for field in fields}}
                told |= {"additionalProperties": False} if kind.forbid_unknown_fields else {}
            return {"$ref": f"#/$defs/{cls.__name__}"}
        case inspect.UnionType(types=types):
            return {"anyOf": [_of(one, defs) for one in types]}
        case inspect.VarTupleType(item_type=item):
            return {"type": "array", "items": _of(item, defs)}
        case inspect.LiteralType(values=values):
            return {"enum": list(values)}
        case inspect.IntType(ge=least, le=most):
            limits = {"minimum": least, "maximum": most}
            return {"type": "integer"} | {name: limit for name, limit in limits.items() if limit is not None}
        case inspect.CustomType(cls=cls) if cls is Fingerprint:  # equal numbers stand for equal values
            return {"type": "integer", "minimum": 1}
        case inspect.CustomType():  # shown text
            return {"type": "string"}
        case inspect.Metadata(type=kind, extra_json_schema=more):
            return _of(kind, defs) | (more or {})
    return {"type": _PLAIN[type(kind)]}
