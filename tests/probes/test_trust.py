"""Whose certificate it is, told from its bytes: right for real ones, and nothing for anything else."""

from __future__ import annotations

import ssl

import trustme
from hypothesis import given
from hypothesis import strategies as st

from claude_auth_tui.probes.trust import issuer_of


def der(certificate: trustme.LeafCert) -> bytes:
    return ssl.PEM_cert_to_DER_cert(certificate.cert_chain_pems[0].bytes().decode())


def test_the_common_name_of_who_signed_it() -> None:
    named = trustme.CA(organization_name="Example Corp", organization_unit_name="Inspection")
    assert issuer_of(der(named.issue_cert("gw.example"))) == "Example Corp"


WHOLE = der(trustme.CA(organization_name="Example Corp").issue_cert("gw.example"))


@given(st.binary(max_size=200))
def test_bytes_that_are_no_certificate_have_no_issuer(data: bytes) -> None:
    assert isinstance(issuer_of(data), str)


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255))
def test_a_damaged_certificate_is_survived(position: int, byte: int) -> None:
    damaged = bytearray(WHOLE)
    damaged[position] = byte
    assert isinstance(issuer_of(bytes(damaged)), str)
    assert isinstance(issuer_of(WHOLE[:position]), str)
