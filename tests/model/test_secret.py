"""A secret's text never leaves its type, whatever a program does with the object."""

from __future__ import annotations

import copy
import dataclasses
import json
import logging
import pickle
import traceback
from dataclasses import dataclass

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_auth_tui.model.secret import Secret, SecretText
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.telling.document import plain_json

MIDDLE = "FAKEmiddleFAKE"
KEY = f"sk-ant-api03-{MIDDLE * 6}w7AA"


class Noun(msgspec.Struct, frozen=True):
    value: Secret


@dataclass(frozen=True)
class Holder:
    value: Secret


@pytest.mark.parametrize("make", [Secret, SecretText])
def test_no_way_of_writing_it_down_shows_the_middle(make: type[Secret], caplog: pytest.LogCaptureFixture) -> None:
    secret = make(KEY)
    logging.getLogger("test").warning("%s %r", secret, [secret])
    written = [
        repr(secret), str(secret), f"{secret}", f"{secret!r:>80}", f"{secret}", repr([secret]), repr(Holder(secret)), repr(Noun(secret)),
        str(dataclasses.asdict(Holder(secret))), secret.shown, str(copy.deepcopy({"a": secret})), caplog.text,
    ]  # fmt: skip
    assert [text for text in written if MIDDLE in text] == []


def test_it_cannot_be_pickled_or_dumped_as_json() -> None:
    with pytest.raises(TypeError, match="pickled"):
        pickle.dumps(Secret(KEY))
    with pytest.raises(TypeError):
        json.dumps({"key": Secret(KEY)})
    for encode in (msgspec.json.encode, msgspec.msgpack.encode, msgspec.to_builtins):
        with pytest.raises(TypeError, match="unsupported"):
            encode(Noun(Secret(KEY)))
    with pytest.raises(TypeError, match="not to be told: Secret"):
        plain_json(Noun(Secret(KEY)))


def test_a_traceback_with_locals_does_not_show_it() -> None:
    def fail(secret: Secret) -> None:
        raise RuntimeError(f"on purpose: {secret}")

    with pytest.raises(RuntimeError) as caught:
        fail(Secret(KEY))
    shown = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert "on purpose" in shown
    assert MIDDLE not in shown


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        (KEY, "api_key", "sk-ant-api03-…w7AA"),
        ("sk-ant-oat01-" + "x" * 20 + "abcd", "oauth_token", "sk-ant-oat01-…abcd"),
        ("sk-ant-admin01-" + "x" * 20 + "abcd", "admin_key", "sk-ant-admin01-…abcd"),
        ("  sk-ant-api03-" + "x" * 20 + "abcd\n", "api_key", "sk-ant-api03-…abcd"),
        ("gateway-token-0123456789", "other", "…6789"),
        ("sk-ant-api03-short", "api_key", "… (18 characters)"),
        ("x", "other", "… (1 character)"),
        ("", "other", ""),
        ("   ", "other", ""),
    ],
)  # fmt: skip
def test_what_is_shown_is_the_prefix_and_the_last_four_of_long_values_only(text: str, kind: str, shown: str) -> None:
    assert (Secret(text).kind, Secret(text).shown) == (kind, shown)


@given(st.text(min_size=1))
def test_shown_never_holds_more_than_four_characters_that_are_not_a_prefix(text: str) -> None:
    shown = Secret(text).shown
    own = shown.split("…", 1)[-1]
    assert len(own) <= 4 or own.startswith(" (")


def test_equal_values_have_equal_fingerprints_and_others_do_not() -> None:
    assert Secret(KEY) == Secret(KEY)
    assert Secret(KEY).fingerprint == Secret(KEY).fingerprint
    assert Secret(KEY).fingerprint != Secret(KEY + "x").fingerprint
    assert Secret(KEY).fingerprint not in KEY


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1", "1"),
        ("https://user:FAKEpassword@gateway.example/v1?token=FAKE", "https://…@gateway.example/v1"),
        ("http://user:FAKE@pass/FAKE?FAKE#FAKE@proxy.example:8080", "http://…@proxy.example:8080"),
        ("http://user:FAKE FAKE@proxy.example:8080/", "http://…@proxy.example:8080/"),
        ("user:FAKEpassword@proxy.example:8080", "…@proxy.example:8080"),
        ("ssh build@host.example cat key", "ssh build@host.example cat key"),
        ("~/work/.claude", "~/work/.claude"),
        ("sk-ant-api03-" + "F" * 95, "sk-ant-api03-…FFFF"),
        ("a\x1b]0;evil\x07b", "a�]0;evil�b"),
    ],
)
def test_plain_shows_switches_and_addresses_but_no_credential_inside_them(text: str, plain: str) -> None:
    assert Secret(text).plain == plain


def test_unveil_is_the_text() -> None:
    assert unveil(Secret(KEY)) == KEY
