"""Make the pictures: `python screenshots/make.py [FOLDER]`. Made-up machines, a fixed time and size: the same every time."""

from __future__ import annotations

import asyncio
import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from claude_auth_tui.commands.open import made_up_source
from claude_auth_tui.demo.machines import MACHINES
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.tui.app import AuthApp
from claude_auth_tui.tui.tools import Tools
from claude_auth_tui.tui.view.top import News


@dataclass(frozen=True)
class Picture:
    name: str
    machine: str
    size: tuple[int, int]
    news: News
    keys: tuple[str, ...] = ()
    theme: str = ""


SAVED = News("live", "", "12:03:41", "~/.zshrc", changed=True)
READ = News("live", "", "12:03:41")

PICTURES = (
    Picture("main", "key-overrides-max", (120, 36), SAVED),
    Picture("healthy", "healthy-max", (120, 36), READ),
    Picture("narrow", "bedrock-leftover", (80, 24), SAVED),
    Picture("details", "settings-env-overrides", (120, 36), READ, ("enter",)),
    Picture("what-if", "key-overrides-max", (120, 36), READ, ("3", "w")),
    Picture("light", "only-this-terminal", (120, 36), SAVED, theme="claude-auth-light"),
    Picture("tiny", "key-overrides-max", (40, 12), SAVED),
)


async def draw(picture: Picture) -> str:
    """The picture as SVG."""
    machine = MACHINES[picture.machine].machine()
    tools = Tools(now=lambda: datetime.fromtimestamp(machine.now, UTC), home=machine.home)
    app = AuthApp(diagnose(machine), made_up_source(machine), tools, picture.news)
    async with app.run_test(size=picture.size) as pilot:
        app.theme = picture.theme or "claude-auth-dark"
        await pilot.press(*picture.keys)
        await app.workers.wait_for_complete()
        for _ in range(3):
            await pilot.pause()
        return standing_alone(app.export_screenshot(title="claude-auth-tui"))


def standing_alone(svg: str) -> str:
    """Without fonts from the network: the cells keep their places in any monospaced font."""
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace("font-family: Fira Code", "font-family: 'Fira Code', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono'")
    return re.sub(r"terminal-\d+", "terminal", svg)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for picture in PICTURES:
        svg = asyncio.run(draw(picture))
        (folder / f"{picture.name}.svg").write_text(svg, encoding="utf-8")
        sys.stdout.write(f"{folder / picture.name}.svg\n")


if __name__ == "__main__":
    main()
