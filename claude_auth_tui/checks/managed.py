"""What an administrator decided: managed settings that are broken, and policies that refuse what would be sent."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.fixes import RESTART
from claude_auth_tui.checks.frame import error
from claude_auth_tui.checks.known import ends, new_shell, source_evidence, wanted_login
from claude_auth_tui.checks.outcome import after_login, outlook
from claude_auth_tui.checks.removal import ADMINISTRATOR, remove_helper, remove_variable, writer_for
from claude_auth_tui.checks.words import CONSOLE_KEY, LOGIN, clause, link_of, name_of
from claude_auth_tui.claude_code.what_if import without
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="blocked", docs=docs.MANAGED)


@check(
    "managed-settings-broken",
    passed="The managed settings are sound",
    about="Claude Code does not start at all while a managed settings file is broken, so that a policy cannot be lost by accident. "
    "Only whoever manages this machine can mend it.",
    cure="Only whoever manages this machine can mend it; tell them the file and the place.",
    levels=("error",),
)
def managed_settings_broken(facts: Facts) -> Iterator[Finding]:
    layer = new_shell(facts).configuration.settings.managed_fault
    if layer is None:
        return
    place = say("{}:{}:{}", layer.shown_path, layer.fault.line, layer.fault.column) if layer.fault else layer.shown_path
    words = layer.fault.message if layer.fault else layer.detail or say("it cannot be used")
    writer = writer_for(facts)
    yield error(
        say("Claude Code does not start: {} is broken", place),
        say(
            "The managed settings cannot be used: {}. Claude Code refuses to run until they are sound, whatever else is configured.", words
        ),
        [Evidence(place, words)],
        [
            writer.fix(
                say("Ask your administrator to mend {}, or mend it as root", layer.shown_path),
                writer.edit_as_root(layer.path, layer.fault.line if layer.fault else 0),
            )
        ],
    )


@check(
    "policy-refuses-credential",
    passed="No policy refuses the credential",
    about="Managed settings can demand a login of a certain kind or organisation. Claude Code then refuses to start with a key, "
    "a token or a helper, because their organisation cannot be verified.",
    cure="Take the refused credential away and log in as the policy asks; only an administrator changes the policy.",
    levels=("error",),
)
def policy_refuses_credential(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    refused = {name: end for name, end in ends(prediction).items() if end.outcome == "blocked" and end.reason == "policy"}
    if not refused:
        return
    end = list(refused.values())[-1]
    layers = prediction.configuration.settings.used("managed")
    rules = (say("forceLoginMethod"), say("forceLoginOrgUUID"), say("allowedProviders"))
    places = [(layer.where(rule), rule) for rule in rules for layer in layers if rule in layer.document]
    sources = [link.source for link in end.chain if link.state in ("sends", "unusable", "ignored") and link_of(end, link.source)]
    yield error(
        say(
            "Your organisation's policy refuses what {} would use",
            clause(refused, say("send")).without(" sends", " send"),
        ),
        say("{}. Take the key, token or helper away and log in with the account the policy asks for.", end.because.clause),
        [Evidence(where, say("policy {}", rule)) for where, rule in places] + [source_evidence(facts, prediction, s) for s in sources[:2]],
        _obey(facts, sources),
    )


def _obey(facts: Facts, sources: list[Shown]) -> list[Fix]:
    writer = writer_for(facts)
    logged_out = without(without(new_shell(facts).start, CONSOLE_KEY).start, LOGIN)
    if all(end.reason != "policy" for end in ends(logged_out).values()):  # beside a cloud provider nothing else has to go
        return [
            writer.fix(
                say("Log out: that removes the key a Console login left"), writer.log_out(), then=RESTART, leads_to=outlook(logged_out)
            )
        ]
    fixes = [fix for s in sources for fix in (remove_helper(facts) if name_of(s) == "apiKeyHelper" else remove_variable(facts, name_of(s)))]
    if wanted_login(facts) is None:
        fixes.append(writer.fix(say("Log in with the account the policy asks for"), writer.log_in(), leads_to=outlook(after_login(facts))))
    return [*fixes, writer.fix(say("Or ask your administrator: only they can change the policy"), unproven=ADMINISTRATOR)]
