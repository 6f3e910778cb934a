"""Effects as people read them, where the fixed word alone would mislead."""

from __future__ import annotations

from claude_auth_tui.model.diagnosis import Hit
from claude_auth_tui.model.effect_words import NOTHING_TO_UNSET, in_words, repeated
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Does
from claude_auth_tui.tui.view.labels import effect_word

NAME = say("ANTHROPIC_API_KEY")


def _hit(does: Does, because: Shown) -> Hit:
    return Hit("~/.zshrc", 2, NAME, does, "overridden", because)


def test_a_line_whose_value_comes_again_is_not_called_overridden() -> None:
    hit = _hit("export", repeated(say("at ~/.zshrc:{}", 3)))
    assert in_words(hit) == ("repeated at ~/.zshrc:3", "")
    assert effect_word(hit)[0] == "repeated"


def test_an_unset_of_nothing_says_so() -> None:
    hit = _hit("unset", NOTHING_TO_UNSET)
    assert in_words(hit) == ("nothing to unset here", "")
    assert effect_word(hit)[0] == "no effect"


def test_any_other_keeps_its_word_and_its_reason() -> None:
    hit = _hit("export", say("overridden at line {}", 4))
    assert in_words(hit) == ("overridden", "overridden at line 4")
    assert effect_word(hit)[0] == "overridden"
