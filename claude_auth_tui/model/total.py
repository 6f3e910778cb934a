"""Mappings with an entry for every word of a closed list, as types: the type checker refuses one that lacks
a word, and a word that no such mapping has. Only for annotations, since making these classes takes a millisecond or two.
"""

from typing import Generic, TypedDict, TypeVar

T = TypeVar("T")


class ByLevel(TypedDict, Generic[T]):
    error: T
    warning: T
    info: T
    ok: T
    unknown: T


class ByQuestion(TypedDict, Generic[T]):
    onboarding: T
    trust: T
    settings: T
    key: T


class ByBlockReason(TypedDict, Generic[T]):
    header: T
    policy: T
    managed_settings: T
    provider_setup: T
    state_file: T
    settings_flag: T
    base_url: T
    proxy: T


class ByPayer(TypedDict, Generic[T]):
    plan: T
    api: T
    cloud: T
    gateway: T
    unknown: T


class BySourceState(TypedDict, Generic[T]):
    sends: T
    overridden: T
    unset: T
    empty: T
    unusable: T
    not_approved: T
    needs_trust: T
    ignored: T
    unknown: T


class ByHeader(TypedDict, Generic[T]):
    authorization: T
    x_api_key: T
    both: T


class BySurface(TypedDict, Generic[T]):
    interactive: T
    print: T
    bare: T


class ByEffect(TypedDict, Generic[T]):
    effective: T
    overridden: T
    not_reached: T
    not_exported: T
    conditional: T
    inactive: T
    unknown: T


class ByStoreState(TypedDict, Generic[T]):
    usable: T
    expired: T
    refreshable: T
    no_scope: T
    empty: T
    corrupt: T
    unreadable: T
    absent: T
    locked: T
    present: T
    unknown: T


class ByExpected(TypedDict, Generic[T]):
    any: T
    login: T
    key: T
    token: T
    helper: T
    profile: T
    gateway: T
    cloud: T
    bedrock: T
    vertex: T
    foundry: T
    mantle: T
    aws: T
    gcp: T


class ByProvider(TypedDict, Generic[T]):
    bedrock: T
    foundry: T
    anthropicAws: T
    anthropicGoogleCloud: T
    mantle: T
    vertex: T


class ByProviderName(TypedDict, Generic[T]):
    anthropic: T
    bedrock: T
    foundry: T
    anthropicAws: T
    mantle: T
    vertex: T
    anthropicGoogleCloud: T
    gateway: T


class ByScope(TypedDict, Generic[T]):
    user: T
    project: T
    local: T
    flag: T
    managed: T


class ByPlatform(TypedDict, Generic[T]):
    linux: T
    macos: T
    windows: T


class ByShell(TypedDict, Generic[T]):
    bash: T
    zsh: T
    fish: T


class ByStart(TypedDict, Generic[T]):
    login: T
    interactive: T
    script: T


class BySecretKind(TypedDict, Generic[T]):
    api_key: T
    admin_key: T
    oauth_token: T
    refresh_token: T
    session_cookie: T
    other: T


class ByStage(TypedDict, Generic[T]):
    name: T
    connect: T
    tunnel: T
    tls: T
    answer: T


class ByStanding(TypedDict, Generic[T]):
    shown: T
    possible: T
    ruled_out: T


class ByWatchState(TypedDict, Generic[T]):
    starting: T
    live: T
    polling: T
    off: T
    demo: T
    report: T


class ByRole(TypedDict, Generic[T]):
    plain: T
    strong: T
    muted: T
    good: T
    bad: T
    warn: T
    unknown: T
    accent: T
    key: T
    code: T


class ByHolds(TypedDict, Generic[T]):
    secret: T
    text: T
    switch: T
    number: T
    region: T
    project: T
    name: T
    path: T
    address: T
    hosts: T
    tls_switch: T


class ByRule(TypedDict, Generic[T]):
    project_setup_token_ignored: T
    status_names_console_key: T
    allowed_providers: T
    status_key_before_login: T
    broken_managed_refused: T
    foundry_alone: T
    blank_ignored: T
    local_at_root: T
    login_method_refuses_key: T
    empty_ignored: T
    broken_settings_passed: T
    any_helper_beside_token: T
    aws_alone: T
    mantle_alone: T
    mantle_bearer: T
    signature_stays: T
    managed_drop_ins: T
    project_setup_token_taken: T
    user_helper_beside_token: T
    setup_token_in_settings: T
    setting_before_login: T
    managed_setting_before_login: T
    broken_settings_asked: T
    login_kept: T
    empty_token_alone: T
