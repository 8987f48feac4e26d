"""Worte einer E-Mail: made from the kind of the act and from public facts only, at the moment it leaves."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, timezone

from motions.models import Meeting, Notification, Paper
from motions.models.choices import ISSUED
from motions.models.notification import NotificationKind

from . import bylaws

NONPUBLIC = "eine nichtöffentliche Angelegenheit"
OTHER = "eine Frist, für die Sie zuständig sind"
UNPUBLISHED = "eine Vorlage, die noch nicht veröffentlicht ist"
_LONGEST_SUBJECT = 150
# Where all that waits for the person is listed.
_PAGES = {
    NotificationKind.TASK_GIVEN: "task-list",
    NotificationKind.OBJECTION_RAISED: "task-list",
    NotificationKind.MINUTES_TO_SIGN: "signatures-due",
}


@dataclass(frozen=True)
class Notice:
    """Ein Absatz der E-Mail: what happened, about what, and where to read on after the login."""

    label: str
    about: str
    link: str


def compose(mail: uuid.UUID, rows: Sequence[Notification], *, on: dt.date) -> EmailMessage:
    """One mail for the rows of one person; the same id at each try, so that a mail sent twice is known as one."""
    notices = [_notice(row) for row in rows]
    recipient = rows[0].recipient
    context = {
        "recipient": recipient,
        "notices": notices,
        "choice_link": _address(reverse("notification-choice")),
        "town": next(iter(bylaws.known("town.name", on=on)), ""),
    }
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or "localhost"
    return EmailMessage(
        subject=_subject(notices),
        body=render_to_string("mail/notices.txt", context),
        to=[recipient.email],
        headers={"Message-ID": f"<{mail}@{host}>", "Auto-Submitted": "auto-generated"},
    )


def _subject(notices: Sequence[Notice]) -> str:
    """One line: a break in a title would begin a header of its own."""
    if len(notices) > 1:
        return f"Ratsinformation: {len(notices)} Nachrichten"
    line = " ".join(f"{notices[0].label}: {notices[0].about}".split())
    return line if len(line) <= _LONGEST_SUBJECT else f"{line[: _LONGEST_SUBJECT - 1].rstrip()}…"


def _notice(row: Notification) -> Notice:
    return Notice(row.get_kind_display(), _about(row), _address(_page_of(row)))


def _about(row: Notification) -> str:
    if row.page:
        return OTHER
    return _about_meeting(row.meeting) if row.meeting else _about_paper(row.paper)


def _about_meeting(meeting: Meeting) -> str:
    """Organ, day, hour and place, which are public (E-05)."""
    start = timezone.localtime(meeting.starts_at)
    day = formats.date_format(start, "j. F Y")
    hour = f"{start:%H:%M}" if start.minute else f"{start.hour}"
    return f"{meeting.organization}, {day}, {hour} Uhr, {meeting.where}"


def _about_paper(paper: Paper | None) -> str:
    """Number and title of what everybody may read; of anything else not even the number (P-06)."""
    if paper is None or not paper.is_public:
        return NONPUBLIC
    if paper.status not in ISSUED:
        return UNPUBLISHED
    return f"{paper.reference}: {' '.join(paper.subject.split())}"


def _page_of(row: Notification) -> str:
    """Members read on their own page; an address with the number of a non-public paper would tell it."""
    if row.page:
        return reverse(row.page)
    if row.meeting is not None and row.kind == NotificationKind.MEMBER_DECLINED:
        return reverse("meeting-replies", args=[row.meeting.slug])
    if row.kind in _PAGES:
        return reverse(_PAGES[NotificationKind(row.kind)])
    if row.paper is None:
        return reverse("member-home")
    of_member = row.recipient.person_id is not None and row.recipient_id != row.paper.drafter_id
    return reverse("member-papers") if of_member else reverse("paper-detail", args=[row.paper.pk])


def _address(path: str) -> str:
    return f"{settings.PUBLIC_ADDRESS or settings.LOCAL_ADDRESS}{path}"
