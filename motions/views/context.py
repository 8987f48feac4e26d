"""Was jede Seite braucht: navigation by role and the state of the login."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from motions.models import User
from motions.rules import bylaws, meeting_permissions, offices, permissions, tasks

from .session import idle_minutes

_PUBLIC = (
    ("Sitzungen", "meetings"),
    ("Vorlagen", "public-papers"),
    ("Gremien", "organizations"),
)
_offered: list[tuple[str, str]] = []
_offered_work: list[tuple[str, str, Callable[[User], bool]]] = []
# Which section pages belong to whose addresses do not say it: by the first word of their names.
_belonging: dict[str, str] = {}
_MEMBER = (
    ("Meine Sitzungen", "member-home"),
    ("Meine Vorlagen", "member-papers"),
    ("Notizen", "notes"),
    ("Beschlusskontrolle", "resolution-control"),
    ("Sitzungsgeld", "own-fees"),
)
# What stands at the bottom of a member's phone, with its icon (ux.md 7).
_BAR = (
    ("Sitzungen", "member-home", "list"),
    ("Vorlagen", "member-papers", "document"),
    ("Notizen", "notes", "pencil"),
    ("Suche", "public-papers", "search"),
)
_WORK = (
    ("Aufgaben", "desk"),
    ("Vorlagen", "paper-list"),
    ("Neue Vorlage", "paper-new"),
    ("Umsetzung", "task-list"),
    ("Sitzungen", "meetings"),
)


def offer(label: str, name: str) -> None:
    """A further section for everybody, from an app that builds on this one."""
    if (label, name) not in _offered:
        _offered.append((label, name))


def offer_work(label: str, name: str, may: Callable[[User], bool], *, pages: Iterable[str] = ()) -> None:
    """A further section for those of the administration who may enter it.

    ``pages``: how the names of pages begin that belong to it and lie elsewhere.
    """
    _belonging.update(dict.fromkeys(pages, name))
    if (label, name, may) not in _offered_work:
        _offered_work.append((label, name, may))


def house(request: HttpRequest) -> dict[str, Any]:
    """Navigation and session data for base.html."""
    user = getattr(request, "user", None)
    works = isinstance(user, User) and permissions.may_work(user)
    writes = isinstance(user, User) and permissions.may_create_paper(user)
    is_member = isinstance(user, User) and user.person_id is not None and not works
    if isinstance(user, User) and works:
        entries = [entry for entry in _WORK if writes or entry[1] != "paper-new"]
        if offices.holds(user, *permissions.SEES_EVERYTHING, on=permissions.today()):
            entries.append(("Freigaben", "approvals"))
        if meeting_permissions.may_plan_meetings(user):
            entries.append(("Sitzungsdienst", "meeting-board"))
        entries += [(label, name) for label, name, may in _offered_work if may(user)]
        if user.person_id is not None:
            entries.append(_MEMBER[0])
        entries.append(("Öffentliche Seite", "public-papers"))
    else:
        entries = [*_MEMBER] if is_member else []
        entries += [*_PUBLIC, *_resolutions(), *_offered]
    if isinstance(user, User) and user.is_staff:
        entries.append(("Stammdaten", "admin:index"))
    return {
        "navigation": _navigation(_within(request, entries), entries, is_member=is_member),
        "member_bar": _member_bar(request.path) if is_member else [],
        "search_url": reverse("paper-list" if works else "public-papers"),
        "may_create_paper": writes,
        "is_demo": settings.DEMO,
        "directory_name": settings.DIRECTORY["name"] if settings.DIRECTORY else "",
        "town": SimpleLazyObject(lambda: bylaws.address(on=permissions.today())),
        "session_minutes": idle_minutes(user, works=works) if isinstance(user, User) else None,
    }


def _resolutions() -> list[tuple[str, str]]:
    """N-11: where the town tells what has become of its resolutions."""
    shown = tasks.shows_resolutions(on=permissions.today())
    return [("Beschlüsse", "public-resolutions")] if shown else []


def _within(request: HttpRequest, entries: list[tuple[str, str]]) -> str:
    """The address by which the section of a page is found: its own, or one below the section it belongs to."""
    match = request.resolver_match
    first_word = (match.url_name or "").split("-")[0] if match else ""
    section = _belonging.get(first_word)
    if section is None or section not in {name for _, name in entries}:
        return request.path
    return f"{reverse(section)}{first_word}/"


def _navigation(path: str, entries: list[tuple[str, str]], *, is_member: bool) -> list[dict[str, Any]]:
    """Where one may go; the page itself is marked, or the section a page below it belongs to.

    What a member finds in the bar of the phone is not shown a second time there.
    """
    links = [(label, reverse(name)) for label, name in entries]
    here = max((url for _, url in links if path.startswith(url)), key=len, default="")
    in_bar = {reverse(name) for _, name, _ in _BAR} if is_member else set()
    return [
        {"label": label, "url": url, "current": _mark(url, here, path), "in_bar": url in in_bar}
        for label, url in links
    ]


def _member_bar(path: str) -> list[dict[str, Any]]:
    """The same as links with icons, for the thumb."""
    links = _navigation(path, [(label, name) for label, name, _ in _BAR], is_member=True)
    return [link | {"icon": icon} for link, (_, _, icon) in zip(links, _BAR, strict=True)]


def _mark(url: str, here: str, path: str) -> str:
    """What aria-current says."""
    if url != here:
        return ""
    return "page" if url == path else "true"
