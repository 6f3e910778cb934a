"""Which folders are watched: on made-up disks."""

from __future__ import annotations

import posixpath

from hypothesis import given
from hypothesis import strategies as st

from claude_auth_tui.model.machine import File, Folder, StoredFiles
from claude_auth_tui.watch.planner import Disk, Entry, Place, Plan, places, plan_watches

HOME = "/home/dev"


def disk(files: str = "", links: dict[str, str] | None = None) -> Disk:
    """A disk with these files (their folders come by themselves; a name ending in / is a folder) and links."""
    entries = {"/": Entry("folder")}
    for name in [*files.split(), *(links or {})]:
        path = name.rstrip("/")
        entries[path] = Entry("folder" if name.endswith("/") else "other")
        while (path := posixpath.dirname(path)) != "/":
            entries[path] = Entry("folder")
    entries.update({path: Entry("link", target) for path, target in (links or {}).items()})
    return lambda path: entries.get(path, Entry("missing"))


def looked(*paths: str, absent: str = "", listed: str = "") -> StoredFiles:
    files = {path: File(path, "present", "file") for path in paths} | {path: File(path, "absent") for path in absent.split()}
    return StoredFiles(files, {path: Folder(path, "present") for path in listed.split()})


def plan(files: StoredFiles, on: Disk, **options: object) -> Plan:
    return plan_watches(files, on, HOME, **options)  # type: ignore[arg-type]


def test_a_dotfile_needs_its_folder_and_events_about_its_name_only() -> None:
    found = plan(looked(f"{HOME}/.zshrc"), disk(f"{HOME}/.zshrc"))
    assert list(found.watched) == [HOME]
    assert found.watched[HOME].names == {".zshrc"}
    assert not found.watched[HOME].listed


def test_two_files_of_one_folder_share_a_watch() -> None:
    found = plan(looked(f"{HOME}/.zshrc", f"{HOME}/.zprofile"), disk(f"{HOME}/.zshrc {HOME}/.zprofile"))
    assert list(found.watched) == [HOME]


def test_what_does_not_exist_is_expected_in_its_nearest_folder() -> None:
    found = plan(looked(absent=f"{HOME}/.config/fish/config.fish"), disk(f"{HOME}/.config/"))
    assert found.watched[f"{HOME}/.config"].names == {"fish"}


def test_every_hop_of_a_link_is_watched_where_it_really_is() -> None:
    on = disk(
        "/data/stow/zsh/zshrc", {f"{HOME}/.zshrc": "dotfiles/zsh/zshrc", f"{HOME}/dotfiles": "/data/current", "/data/current": "stow"}
    )
    found = plan(looked(f"{HOME}/.zshrc"), on)
    assert found.watched[HOME].names >= {".zshrc", "dotfiles"}
    assert "current" in found.watched["/data"].names
    assert found.watched["/data/stow/zsh"].names == {"zshrc"}
    assert f"{HOME}/dotfiles/zsh" not in found.watched, "a watch on a path through a link sees nothing"


def test_a_target_in_the_nix_store_is_left_to_the_poll() -> None:
    on = disk("/nix/store/abc-zshrc/zshrc", {f"{HOME}/.zshrc": "/nix/store/abc-zshrc/zshrc"})
    found = plan(looked(f"{HOME}/.zshrc"), on)
    assert list(found.watched) == [HOME]
    assert not found.polled


def test_a_link_that_leads_round_in_circles_ends() -> None:
    on = disk("", {f"{HOME}/.zshrc": f"{HOME}/.zprofile", f"{HOME}/.zprofile": f"{HOME}/.zshrc"})
    assert plan(looked(absent=f"{HOME}/.zshrc"), on).watched[HOME].names == {".zshrc", ".zprofile"}


def test_folders_everybody_writes_to_and_those_of_packages_are_not_watched() -> None:
    on = disk("/usr/bin/claude /tmp/x /proc/1/environ /usr/local/bin/claude /etc/zsh/zshrc")
    found = plan(looked("/usr/bin/claude", "/tmp/x", "/proc/1/environ", "/usr/local/bin/claude", "/etc/zsh/zshrc"), on)
    assert set(found.watched) == {"/usr/local/bin", "/etc/zsh"}


def test_a_listed_folder_is_watched_itself() -> None:
    found = plan(looked(listed=f"{HOME}/.config/fish/conf.d"), disk(f"{HOME}/.config/fish/conf.d/"))
    assert found.watched[f"{HOME}/.config/fish/conf.d"].listed
    assert "conf.d" in found.watched[f"{HOME}/.config/fish"].names, "it may be replaced as a whole"


def test_the_folder_of_a_watched_folder_tells_when_it_is_replaced() -> None:
    found = plan(looked(f"{HOME}/.claude/settings.json"), disk(f"{HOME}/.claude/settings.json"))
    assert ".claude" in found.watched[HOME].names


def test_the_home_folder_is_polled_on_macos_and_what_is_under_it_watched() -> None:
    files = looked(f"{HOME}/.zshrc", f"{HOME}/.claude/settings.json")
    found = plan(files, disk(f"{HOME}/.zshrc {HOME}/.claude/settings.json"), platform="macos")
    assert list(found.watched) == [f"{HOME}/.claude"]
    assert found.polled[HOME].paths == (f"{HOME}/.zshrc",)


def test_beyond_the_most_the_least_important_are_polled() -> None:
    names = [f"{HOME}/p{i}/x" for i in range(10)]
    found = plan(
        looked(f"{HOME}/.zshrc", *names, absent="/opt/a/b /srv/c/d"), disk(" ".join([f"{HOME}/.zshrc /opt/a/ /srv/c/", *names])), most=11
    )
    assert next(iter(found.watched)) == HOME
    assert set(found.watched) == {HOME, *(posixpath.dirname(name) for name in names)}
    assert set(found.polled) == {"/opt/a", "/srv/c"}


def test_odd_paths_are_no_trouble() -> None:
    files = looked("relative", "/", "//", f"{HOME}/../dev/.zshrc", f"{HOME}/a\0b")
    assert set(plan(files, disk(f"{HOME}/.zshrc")).watched) == {HOME}


_NAMES = st.sampled_from(["a", "b", "c"])
_PATHS = st.lists(_NAMES, min_size=1, max_size=4).map(lambda names: "/" + "/".join(names))


@given(
    files=st.lists(_PATHS, max_size=4),
    links=st.dictionaries(_PATHS, st.one_of(_PATHS, _NAMES, st.just(".."), st.just("../b")), max_size=4),
    path=_PATHS,
)
def test_events_are_expected_only_in_real_folders(files: list[str], links: dict[str, str], path: str) -> None:
    on = disk(" ".join(files), links)
    found: list[Place] = [place for place, matters in places(path, on) if matters]
    assert found
    for place in found:
        real = place.folder
        while real != "/":
            assert on(real).kind == "folder"
            real = posixpath.dirname(real)
