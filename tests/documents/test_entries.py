"""Every reader of a document tells the same entries: no value is seen in them, each has its line, and none is in a hurry or in the way."""

from __future__ import annotations

import plistlib
import time
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_auth_tui.documents import assignments, jsonc, property_list, sections, strict_json, toml_lines, yaml_lines
from claude_auth_tui.documents.entry import Entry
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil

Reader = Callable[[str], Iterator[Entry]]

READERS: Final[dict[str, Reader]] = {
    "jsonc": jsonc.entries,
    "yaml": yaml_lines.entries,
    "toml": toml_lines.entries,
    "dotenv": assignments.dotenv,
    "pam_env": assignments.pam_env,
    "sshd": assignments.sshd,
    "sections": sections.entries,
    "property list": property_list.xml_entries,
}
TEXTS: Final = {
    "jsonc": '{\n  // "a": "no"\n  "a": {"b": "FAKE-value",},\n}',
    "yaml": "# a:\na:\n  b: 'FAKE-value'\n",
    "toml": '\n[a] # mine\nb = "FAKE-value" # mine\n',
    "dotenv": "# b=no\n\nexport b='FAKE-value' # mine\n",
    "pam_env": '\n\nb="FAKE-value" # mine\n',
    "sshd": "\n\nb=FAKE-value\n",
    "sections": "[a]\n; b=no\nb = FAKE-value\n",
    "property list": "<dict><key>a</key><dict>\n\n<key>b</key>\n<string>FAKE-value</string></dict></dict>",
}
HOSTILE: Final = (
    "[", "{", '"', "'", "\\", "<", "<!--", "<!-", "<dict>", "<key>", "<key>a</key><dict>", "a:\n", "a=\n", "a", "=", " ", "- ", "-", "\n", "[a]\n", "/*", "/",
    "a = '", '"a":', "[[", "a.", "#", "a=\\\n", "export ", "&a ", "a: [", "a: {b: ", "\t",
)  # fmt: skip


@pytest.mark.parametrize("kind", READERS)
def test_a_value_has_its_line_and_the_way_to_it_and_is_never_seen(kind: str) -> None:
    (entry,) = [entry for entry in READERS[kind](TEXTS[kind]) if entry.value is not None]
    assert (entry.path[-2:], entry.line) in ((("a", "b"), 3), (("b",), 3))
    assert entry.value == Secret("FAKE-value")
    assert "FAKE" not in repr(entry)
    assert "FAKE" not in f"{entry}"


def test_a_binary_property_list_tells_the_same_without_lines() -> None:
    document = {"a": {"b": "FAKE-value", "n": 1}, "list": ["x", ["y"]]}
    told = list(property_list.binary_entries(plistlib.dumps(document, fmt=plistlib.FMT_BINARY)))
    assert [(entry.path, entry.line) for entry in told] == [(("a", "b"), 0), (("list", "0"), 0), (("list", "1", "0"), 0)]
    assert [e.path for e in property_list.xml_entries(plistlib.dumps(document).decode())] == [e.path for e in told]
    assert list(property_list.binary_entries(b"bplist00" + bytes(40))) == []


@pytest.mark.parametrize(
    "text", ['{"a": [{"b": 1}, 2],\n "c": {"d": null}}', '{"a": "x: {[\\" ,",\n "b": "y"}', '[{"a":\n "b"}]', '{"\\u0061": {}}']
)
def test_both_readers_of_json_see_the_same_lines(text: str) -> None:
    lines = strict_json.parse(Secret(text)).lines
    assert {entry.path: entry.line for entry in jsonc.entries(text)}.items() <= lines.items()


def test_words_are_told_from_texts() -> None:
    assert [(e.value, e.bare) for e in jsonc.entries('{"a": true, "b": "true", "c": null}')] == [
        (Secret("true"), True),
        (Secret("true"), False),
        (None, False),
    ]
    assert [(e.value, e.bare) for e in toml_lines.entries('a = false\nb = "false"\nc = { d = 1 }\ne = """x\n')] == [
        (Secret("false"), True),
        (Secret("false"), False),
        (None, False),
        (None, False),
    ]


def test_a_dotted_key_of_toml_and_a_list_of_tables() -> None:
    text = 'env.A = "1"\n"env".\'B\' = "2"\n[env]\nC = "3"\n[[env.more]]\nD = "4"\n["a.b"]\nE = 5\n'
    assert [".".join(entry.path) for entry in toml_lines.entries(text)] == ["env.A", "env.B", "env.C", "env.more.0.D", "a.b.E"]


@pytest.mark.parametrize("kind", READERS)
def test_time_grows_with_the_text_whatever_is_in_it(kind: str) -> None:
    for part in HOSTILE:
        started = time.process_time()
        for entry in READERS[kind](part * (200_000 // len(part))):
            assert entry.line >= 1
        took = time.process_time() - started
        assert took < 4, f"{took:.1f} s for {part!r}"


@given(st.lists(st.sampled_from([*HOSTILE, "a", "é", "\r\n", "\0", "null", "</dict>", "</key>", "<string>x</string>"]), max_size=40))
def test_any_text_is_read_to_its_end(parts: list[str]) -> None:
    text = "".join(parts)
    for reader in READERS.values():
        for entry in reader(text):
            assert 1 <= entry.line <= text.count("\n") + 1
            assert entry.value is None or len(unveil(entry.value)) <= len(text)


@pytest.mark.parametrize("text", [" " * 40_000 + "x = 1", "a" + " " * 40_000 + "x = 1", "a" * 40_000 + "! = 1", "a=b" + " " * 40_000 + "x"])
@pytest.mark.parametrize("kind", READERS)
def test_a_long_line_takes_no_time(kind: str, text: str) -> None:
    started = time.process_time()
    list(READERS[kind](text))
    assert time.process_time() - started < 1
