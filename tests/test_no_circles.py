"""No module of the package imports another one that imports it back, by whatever way: at the top, inside a function or for its types only."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import claude_auth_tui

_ROOT: Final = Path(claude_auth_tui.__file__).parent


def _modules() -> dict[str, Path]:
    found = {}
    for path in sorted(_ROOT.rglob("*.py")):
        parts = path.relative_to(_ROOT.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def _imported(path: Path, modules: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module is not None and node.module in modules:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in modules else node.module


def _circles(graph: Mapping[str, set[str]]) -> list[frozenset[str]]:
    """The groups of modules that reach each other (Tarjan's algorithm)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    circles: list[frozenset[str]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for other in sorted(graph[name]):
            if other not in order:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], order[other])
        if low[name] == order[name]:
            at = stack.index(name)
            group = frozenset(stack[at:])
            del stack[at:]
            if len(group) > 1 or name in graph[name]:
                circles.append(group)

    for name in graph:
        if name not in order:
            visit(name)
    return circles


def test_no_modules_import_each_other_in_a_circle() -> None:
    modules = _modules()
    assert len(modules) > 100
    graph = {name: set(_imported(path, modules)) - {name} for name, path in modules.items()}
    circles = [sorted(circle) for circle in _circles(graph)]
    assert not circles, f"modules that import each other in a circle: {circles}"


def test_a_circle_is_found_however_long() -> None:
    assert _circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [frozenset("abc")]
    assert not _circles({"a": {"b"}, "b": set()})
