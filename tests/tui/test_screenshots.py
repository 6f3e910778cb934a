"""The pictures of the README: made from made-up machines, the same every time, telling nothing of the machine that made them."""

from __future__ import annotations

import importlib.util
import platform
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCREENSHOTS = Path(__file__).parents[2] / "screenshots"


def _maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_screenshots", SCREENSHOTS / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["main", "narrow"])
async def test_a_picture_is_the_same_every_time_and_stands_alone(name: str) -> None:
    maker = _maker()
    picture = next(picture for picture in maker.PICTURES if picture.name == name)
    svg = await maker.draw(picture)
    assert svg == await maker.draw(picture)
    assert "@font-face" not in svg
    assert "url(http" not in svg
    for private in (str(Path.cwd()), platform.node() or "-", str(Path(sys.executable).parent)):
        assert f">{private}" not in svg
        assert "/" not in private or private not in svg


def test_every_picture_is_there_and_shows_a_verdict() -> None:
    for picture in _maker().PICTURES:
        svg = (SCREENSHOTS / f"{picture.name}.svg").read_text(encoding="utf-8")
        assert any(sign in svg for sign in ("✗", "✓", "!"))
        assert "sk-ant-api03-FAKE" not in svg
