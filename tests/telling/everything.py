"""What can be told, made by hand with every member filled in once: what the recorded documents in `golden` were written from."""

from __future__ import annotations

from msgspec.structs import replace

from claude_auth_tui.explain.shapes import Explanation, Message, Near, RankedCause
from claude_auth_tui.model.diagnosis import ChainLink, Diagnosis, Evidence, Fix, Hit, Installed, Place, Status, Store, Surface, Verdict
from claude_auth_tui.model.secret import Fingerprint
from claude_auth_tui.model.what_if import Subject, SurfaceChange, VariableChange, WhatIf
from claude_auth_tui.telling.document import About
from tests.shown import shown
from tests.tui.sample import asks_key, context, findings, hits, line_deleted, sends_key, sends_login, store, variables

ABOUT = About("2026-11-21T12:03:41Z", "0.1.0", "Linux x86_64")


def everything() -> Diagnosis:
    """Every member of a diagnosis filled in, nobody's name in it."""
    gateway = Surface(
        "sends",
        shown("both headers are filled"),
        provider="gateway",
        authorization=shown("settings.user.env:ANTHROPIC_AUTH_TOKEN"),
        x_api_key=shown("env:ANTHROPIC_API_KEY"),
        pays="unknown",
        chain=(ChainLink(shown("env:X"), "sends", shown("it is set"), "both", shown("~/.zshrc:3"), shown("X"), shown("…w7AA")),),
        expected="login",
    )
    first = Surface(
        "asks", shown("the first start"), asks="onboarding", if_yes=Surface("asks", shown("trust"), asks="trust", if_yes=asks_key())
    )
    blocked = Surface("blocked", shown("the header cannot be sent"), reason="header", expected="key")
    here = context(
        "here",
        "This terminal",
        key=True,
        shell="fish",
        start="interactive",
        inherit="terminal",
        surfaces={"interactive": first, "print": gateway, "bare": blocked},
        others={"vscode": sends_login(), "desktop": replace(sends_key(), expected="key")},
        status=Status(None),
        notes=(shown("inherited"), shown("by tmux")),
    )
    new = context("new_shell", "A new zsh (login)", key=False, shell="zsh", start="login", inherit="tmux")
    odd = tuple(
        replace(one, state="unknown", notes=(shown("decided by op"),), fingerprint=Fingerprint("feedface")) if at == 1 else one
        for at, one in enumerate(variables(origin="file:~/.zshrc:42"))
    )
    muted = replace(findings()[1], muted=shown("my team pays"), context="here")
    fixed = replace(
        findings()[0],
        fixes=(
            Fix(shown("Run it"), shown("true"), "fish", proof="parsed", unproven=shown("it asks a server")),
            Fix(shown("Undo it"), shown("false"), "powershell", shown("undo"), shown("then"), shown("leads to"), "ran"),
        ),
    )
    return Diagnosis(
        modelled=shown("2.1.329"),
        installed=(Installed(shown("~/.local/bin/claude"), None, True), Installed(shown("/usr/bin/claude"), shown("2.1.300"), False)),
        place=Place("macos", True, shown("docker"), True, False, shown("~/work"), shown("~/.claude"), shown("fish"), True),
        contexts=(here, replace(new, variables=odd)),
        hits=(
            *hits(),
            Hit(
                "~/.zshrc", 9, shown("X"), "export", "overridden", shown("later"), shown("…"), shown("export X=…"), Fingerprint("feedface")
            ),
        ),
        stores=(store(), Store("keychain", shown("Claude Code-credentials"), "locked", notes=(shown("unlock it"),))),
        findings=(fixed, muted, replace(findings()[3], level="unknown"), *findings()[4:6]),
        verdict=Verdict("error", shown("claude -p sends a key"), shown("x-api-key"), "new_shell", "print", "env-key-overrides-login"),
        next_expiry=1795248600.0,
        bell=True,
    )


def nothing() -> Diagnosis:
    """As little as there can be."""
    empty = Surface("not_logged_in", shown(""))
    place = replace(line_deleted().place, shell=shown(""))
    told = context("here", "", key=False, variables=(), surfaces={"interactive": empty, "print": empty, "bare": empty})
    return replace(line_deleted(), installed=(), contexts=(told,), hits=(), stores=(), findings=(), place=place)


def what_ifs() -> tuple[WhatIf, ...]:
    """A line gone, and a source that changes nothing."""
    before, after = context("new_shell", "New", key=True), context("new_shell", "New", key=False)
    line = WhatIf(
        Subject("line", shown("ANTHROPIC_API_KEY"), shown("~/.zshrc"), 42),
        shown("~/.zshrc:42"),
        "changes",
        shown("claude -p then uses your Max login"),
        (
            SurfaceChange("new_shell", "interactive", asks_key(), sends_login(), True),
            SurfaceChange("new_shell", "print", sends_key(), sends_login(), True),
            SurfaceChange("new_shell", "bare", sends_key(), sends_key(), False),
        ),
        (VariableChange("new_shell", before.variables[0], after.variables[0]),),
        (after,),
        (store(),),
    )
    return line, WhatIf(Subject("source", shown("env:X")), shown("X"), "same", shown("nothing changes"))


def explanations() -> tuple[Explanation, Explanation]:
    """A known message with causes of each standing, and an unknown one."""
    one = Message(
        "key-invalid",
        shown("The key is refused"),
        shown("It is wrong."),
        ("Invalid {API|api} key #",),
        (),
        docs="https://code.claude.com/x",
    )
    other = replace(one, id="overloaded", title=shown("Overloaded"), authentication=False, versions=shown("since 2.1.0"))
    causes = (
        RankedCause("a", shown("It was revoked"), shown("Somebody did."), "shown", check="key-revoked", evidence=(Evidence(shown("~/.zshrc:42"), shown("a key")), Evidence(shown(""), shown("set")))),
        RankedCause("b", shown("It is cut"), shown("A part is missing."), "possible", fixes=(Fix(shown("Copy it"), shown("true"), "bash", shown("undo"), shown("then"), shown("leads")),)),
        RankedCause("c", shown("It is none"), shown("There is no key."), "ruled_out", shown("one is set")),
    )  # fmt: skip
    known = Explanation(one, causes, (other,), notes=(shown("It holds a credential."),))
    return known, Explanation(None, nearest=(Near(one, 0.5), Near(other, 0.25)))


DIAGNOSES = {"everything": everything, "nothing": nothing}
