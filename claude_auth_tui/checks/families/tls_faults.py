"""Certificates: authorities that cannot be loaded or are over, a check that is switched off, and the client's own certificate."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.families.clock_wrong import day
from claude_auth_tui.checks.families.keys_exposed import open_to_others
from claude_auth_tui.checks.fixes.writer import RESTART
from claude_auth_tui.checks.fixes.wrong_value import change_on_line, corrections, evidence_of, where_from
from claude_auth_tui.checks.frame import info, leveled, warning
from claude_auth_tui.checks.known import given, new_shell
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.removal import remove_variable, writer_for
from claude_auth_tui.claude_code.javascript import is_blank
from claude_auth_tui.claude_code.shown_values import value_shown
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.saying import MASK, NOTHING, octal, say, say_all
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="network", docs=docs.NETWORK)

if TYPE_CHECKING:
    from claude_auth_tui.claude_code.certificates import CertificateFile, FileFault

CA_FILE: Final = say("NODE_EXTRA_CA_CERTS")
CLIENT_CERT: Final = say("CLAUDE_CODE_CLIENT_CERT")
CLIENT_KEY: Final = say("CLAUDE_CODE_CLIENT_KEY")
UNCHECKED: Final = say("NODE_TLS_REJECT_UNAUTHORIZED")

_WORDS: Final[dict[FileFault, Shown]] = {
    "missing": say("there is no such file"),
    "folder": say("it is a folder"),
    "unreadable": say("it cannot be read"),
    "too_large": say("it is too large"),
    "empty": say("the file is empty"),
    "der": say("it is DER, and Claude Code reads only PEM"),
    "key": say("it holds a private key and no certificate"),
    "no_certificate": say("no certificate in PEM form is in it"),
    "damaged": say("no certificate in it can be read"),
}


@check(
    "ca-file-unusable",
    passed="The certificate authorities that are set can be loaded",
    about="NODE_EXTRA_CA_CERTS names a PEM file with authorities to trust too. Where it cannot be loaded Claude Code goes on without it, "
    "and a proxy or gateway with a certificate of its own is refused.",
    levels=("warning", "info"),
)
def ca_file_unusable(facts: Facts) -> Iterator[Finding]:
    found = _file(facts, CA_FILE)
    if found is None:
        return
    shown = facts.machine.show_path(found.path)
    if found.fault:
        yield warning(
            "NODE_EXTRA_CA_CERTS cannot be loaded: {words}",
            "Claude Code goes on without {shown}. A proxy or gateway whose certificate needs it is refused: self-signed certificate in certificate chain.",
            [*evidence_of(facts, CA_FILE), Evidence(shown, _WORDS[found.fault])],
            corrections(
                facts, CA_FILE, say("Write the path of the right file"), _expand(facts, CA_FILE), *_mend(facts, found), needed=True
            ),
            parts={"words": _words(facts, CA_FILE, found), "shown": shown},
        )
    elif found.damaged:
        yield info(
            "{damaged} of {count} certificates in {shown} cannot be read",
            "Claude Code trusts the others and says so each time it starts. One is cut off, or a line break is missing between two of them.",
            [*evidence_of(facts, CA_FILE), Evidence(shown, say("{} of {} damaged", found.damaged, found.count))],
            writer_for(facts).fix(say("Mend {}", shown), writer_for(facts).edit(found.path), then=RESTART),
            parts={"damaged": found.damaged, "count": found.count, "shown": shown},
        )


@check(
    "ca-certificate-over",
    passed="The certificate authorities that are set still hold",
    about="A certificate authority has a first and a last day. Outside of them nothing it signed is trusted, however right the file is.",
    levels=("warning",),
)
def ca_certificate_over(facts: Facts) -> Iterator[Finding]:
    for name in (CA_FILE, CLIENT_CERT):
        found = _file(facts, name)
        if found is None or found.fault:
            continue
        from claude_auth_tui.claude_code.certificates import validity

        times, now, shown = validity(found), facts.machine.now, facts.machine.show_path(found.path)
        over, begins = times.over_since(now), times.holds_from(now)
        if over is None and begins is None:
            continue
        words = say("ended on {}", day(over)) if over is not None else say("holds only from {} on", day(begins or now))
        yield warning(
            "The certificate in {shown} {words}",
            "{name} names it, and connections that need it are refused. Get the new one from whoever gave you this one; if the date looks wrong, look at this machine's clock.",
            [*evidence_of(facts, name), Evidence(shown, words)],
            corrections(facts, name, say("Write the path of the new certificate"), needed=True),
            parts={"shown": shown, "words": words, "name": name},
        )


@check(
    "ca-file-in-settings",
    passed="Certificate authorities in settings files are named by a variable that counts there",
    about="SSL_CERT_FILE and SSL_CERT_DIR count only where claude is started with them. In the env of a settings file they come too late; "
    "NODE_EXTRA_CA_CERTS counts there too.",
    levels=("info",),
)
def ca_file_in_settings(facts: Facts) -> Iterator[Finding]:
    for name in (say("SSL_CERT_FILE"), say("SSL_CERT_DIR")):
        setting = new_shell(facts).configuration.settings.env.get(name)
        if setting is not None and setting.value and new_shell(facts).start.environment.get(name) != setting.value:
            mend = change_on_line(facts, name, say("Write {} instead", CA_FILE), say("{}/s//{}/", name, CA_FILE), setting.value)
            yield info(
                "{name} does nothing in {where}",
                "Claude Code reads it only from the environment it is started with. NODE_EXTRA_CA_CERTS names a file with authorities in a settings file too.",
                [Evidence(setting.where, say("{}={}", name, value_shown(name, setting.value)))],
                corrections(facts, name, say("Use {}", CA_FILE), mend if name == "SSL_CERT_FILE" else None),
                parts={"name": name, "where": setting.where},
            )


@check(
    "tls-unchecked",
    passed="Certificates are checked",
    about="NODE_TLS_REJECT_UNAUTHORIZED=0 takes every certificate for good: whoever stands between can read and change everything, the credential too. "
    "NODE_EXTRA_CA_CERTS does what is meant.",
    levels=("warning",),
)
def tls_unchecked(facts: Facts) -> Iterator[Finding]:
    found = given(new_shell(facts), UNCHECKED)
    if found is None or found.value != Secret("0"):  # nothing else switches it off (observed)
        return
    project = found.source.startswith(("settings.project", "settings.local"))
    yield warning(
        "{what} the check of certificates off",
        "Any server is believed to be the right one, so a credential can be given to anybody. Take it away, and name your company's authority in NODE_EXTRA_CA_CERTS if one is needed.",
        evidence_of(facts, UNCHECKED),
        remove_variable(facts, UNCHECKED),
        parts={"what": say("This project switches") if project else (where_from(facts, UNCHECKED) + say(" switches"))},
    )


@check(
    "client-certificate-incomplete",
    passed="The client's certificate and its key are both set",
    about="A server that asks for a certificate needs CLAUDE_CODE_CLIENT_CERT and CLAUDE_CODE_CLIENT_KEY. With one of them alone Claude Code shows none, and says nothing.",
    levels=("warning",),
)
def client_certificate_incomplete(facts: Facts) -> Iterator[Finding]:
    there = [name for name in (CLIENT_CERT, CLIENT_KEY) if _is_set(facts, name)]
    if len(there) == 1:
        other = CLIENT_KEY if there[0] == CLIENT_CERT else CLIENT_CERT
        yield warning(
            "{one} is set without {other}",
            "Claude Code then shows no certificate at all, and a server that asks for one refuses the connection.",
            evidence_of(facts, there[0]),
            corrections(facts, there[0], say("Set {} beside it", other), needed=True),
            parts={"one": there[0], "other": other},
        )


@check(
    "client-certificate-unusable",
    passed="The client's certificate and its key are there",
    about="Where the certificate or its key cannot be read Claude Code shows none, and says nothing. A server that asks for one then refuses the connection.",
    levels=("warning",),
)
def client_certificate_unusable(facts: Facts) -> Iterator[Finding]:
    if not (_is_set(facts, CLIENT_CERT) and _is_set(facts, CLIENT_KEY)):
        return
    found = _file(facts, CLIENT_CERT)
    if found is not None and found.fault:
        yield _unusable(facts, CLIENT_CERT, found)
    key = _key_file(facts)
    if key is not None and key.fault:
        yield _unusable(facts, CLIENT_KEY, key)


@check(
    "client-key-readable",
    passed="Nobody else can read the client's private key",
    about="The private key of a client certificate is a credential. Its file is to be readable for you alone.",
    levels=("warning",),
)
def client_key_readable(facts: Facts) -> Iterator[Finding]:
    key = _key_file(facts)
    if key is None or key.fault or key.file.mode is None or not open_to_others(facts.machine, key.file):
        return
    shown, writer = facts.machine.show_path(key.path), writer_for(facts)
    step = writer.mode(key.path, key.file.mode & 0o700, key.file.mode)
    yield warning(
        "Other users of this machine can read the private key {shown}",
        "Its mode is {mode}. Whoever has it can show your certificate.",
        [Evidence(shown, say("mode {}", octal(key.file.mode))), *evidence_of(facts, CLIENT_KEY)],
        writer.fix(say("Make it readable for you alone"), step, leads_to=outlook(new_shell(facts))),
        parts={"shown": shown, "mode": octal(key.file.mode)},
    )


def _is_set(facts: Facts, name: Shown) -> bool:
    found = given(new_shell(facts), name)
    return found is not None and not is_blank(found.value)


def _file(facts: Facts, name: Shown) -> CertificateFile | None:
    found = given(new_shell(facts), name)
    if found is None or is_blank(found.value):
        return None
    from claude_auth_tui.claude_code.certificates import certificate_file  # few people have such a variable

    return certificate_file(facts.machine, found.value)


def _key_file(facts: Facts) -> CertificateFile | None:
    """The private key's file as far as it can be seen from outside: what is in it is nobody's business."""
    found = given(new_shell(facts), CLIENT_KEY)
    if found is None or is_blank(found.value):
        return None
    from claude_auth_tui.claude_code.certificates import stat_only

    return stat_only(facts.machine, found.value)


def _words(facts: Facts, name: Shown, found: CertificateFile) -> Shown:
    value = given(new_shell(facts), name)
    if found.fault == "missing" and value is not None and value.value.plain.startswith("~"):
        return say("its ~ was not expanded")
    return _WORDS[found.fault] if found.fault else NOTHING


def _expand(facts: Facts, name: Shown) -> Fix | None:
    """The home folder written out, where that leads to a file."""
    place, machine = given(new_shell(facts), name), facts.machine
    shown = place.value.plain if place is not None else ""
    path = machine.at_home(shown.removeprefix("~/"))
    if not shown.startswith("~/") or not machine.files.stat(path).is_file or set(machine.home) & set("&\\'\"$` \t\n"):
        return None
    home = say_all(machine.show_whole(machine.home.rstrip("/")).split_shown("/"), "\\/")
    if MASK in home:
        return None
    return change_on_line(facts, name, say("Write the home folder out"), say("{}/s/~\\//{}\\//", name, home), Secret(path))


def _mend(facts: Facts, found: CertificateFile) -> list[Fix]:
    writer, shown = writer_for(facts), facts.machine.show_path(found.path)
    if found.fault == "unreadable" and found.file.is_file and found.file.mode is not None and not writer.needs_administrator(found.file):
        return [
            writer.fix(
                say("Make {} readable for you", shown), writer.mode(found.path, found.file.mode | 0o400, found.file.mode), then=RESTART
            )
        ]
    return []


def _unusable(facts: Facts, name: Shown, found: CertificateFile) -> Finding:
    shown = facts.machine.show_path(found.path)
    return leveled(
        "warning",
        "{name} cannot be used: {words}",
        "Claude Code then shows no certificate, and says nothing. A server that asks for one refuses the connection.",
        [*evidence_of(facts, name), Evidence(shown, _WORDS[found.fault])],
        corrections(facts, name, say("Write the path of the right file"), _expand(facts, name), *_mend(facts, found), needed=True),
        parts={"name": name, "words": _words(facts, name, found)},
    )
