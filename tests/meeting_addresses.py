"""Adressen rund um Sitzungen: for each view its arguments and what each person is answered.

The statuses stand in the order of PEOPLE. A new view of meetings gets its row here; ``test_meeting_access.py`` asks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from motions.models import (
    AgendaItem,
    ImplementationTask,
    Meeting,
    MeetingDocument,
    Paper,
    ResolutionObjection,
    Treatment,
)

PEOPLE = ("", "council_member", "expert_citizen", "clerk", "office", "administrator")


@dataclass(frozen=True)
class Council:
    """Sitzungen des HFA in jedem Stand: planned, invited and closed, the last two with a public and a secret item."""

    planned: Meeting
    invited: Meeting
    closed: Meeting
    item: AgendaItem
    treated: AgendaItem
    secret: AgendaItem
    paper: Paper
    agenda: MeetingDocument
    secret_agenda: MeetingDocument
    treatment: Treatment
    task: ImplementationTask
    objection: ResolutionObjection
    member: int


@dataclass(frozen=True)
class Address:
    """Eine Adresse: the view's name, its arguments, the status for each of PEOPLE; posted ones are never read."""

    name: str
    arguments: Callable[[Council], list[object]]
    statuses: tuple[int, int, int, int, int, int]
    is_posted: bool = False

    def of(self, council: Council) -> str:
        """Where it is."""
        return reverse(self.name, args=self.arguments(council))


# Pages of the Ratsbüro; what is posted empty is answered with what is missing, or as older than every page.
OFFICE = (302, 403, 403, 403, 200, 403)
POSTED_BY_OFFICE = (403, 403, 403, 403, 422, 403)
ONLY_IN_SESSION = (302, 403, 403, 403, 302, 403)
LATE = (403, 403, 403, 403, 409, 403)
STALE = (403, 403, 403, 403, 409, 403)

_NOBODYS = UUID(int=7)

# Members read the agenda of every organ as far as it is theirs to read; the administration has no mandate.
MEMBERS = (302, 200, 200, 404, 404, 404)


def _item(council: Council) -> list[object]:
    return [council.invited.slug, f"oe-{council.item.number}"]


def _secret(council: Council) -> list[object]:
    return [council.invited.slug, f"n-{council.secret.number}"]


ADDRESSES: tuple[Address, ...] = (
    Address("background-work", lambda c: [], OFFICE),
    Address("archive-list", lambda c: [], OFFICE),
    Address("archive-new", lambda c: [], (302, 403, 403, 403, 302, 403)),
    Address("archive-file", lambda c: [_NOBODYS], (302, 403, 403, 403, 404, 403)),
    Address("archive-again", lambda c: [_NOBODYS], (403, 403, 403, 403, 404, 403), is_posted=True),
    Address("documents-again", lambda c: [], (403, 403, 403, 403, 302, 403), is_posted=True),
    Address("further-again", lambda c: [], (403, 403, 403, 403, 302, 403), is_posted=True),
    Address("minutes-upload", lambda c: [c.closed.pk], POSTED_BY_OFFICE, is_posted=True),
    Address("signatures-due", lambda c: [], (302, 200, 200, 200, 200, 200)),
    Address("extracts-seal", lambda c: [c.closed.pk], OFFICE),
    *(Address(name, lambda c: [], OFFICE) for name in ("meeting-board", "meeting-new", "meeting-series")),
    *(
        Address(name, lambda c: [c.planned.pk], OFFICE)
        for name in ("meeting-plan", "meeting-change", "meeting-cancel", "meeting-invite", "agenda-edit")
    ),
    *(
        Address(name, lambda c: [c.invited.pk], OFFICE)
        for name in ("meeting-plan", "meeting-supplement", "meeting-notice", "agenda-edit")
    ),
    Address("meeting-notice-preview", lambda c: [c.planned.pk], (302, 403, 403, 403, 404, 403)),
    Address("meeting-invite-late", lambda c: [c.invited.pk], (403, 403, 403, 403, 302, 403), is_posted=True),
    *(
        Address(name, lambda c: [c.planned.pk], POSTED_BY_OFFICE, is_posted=True)
        for name in ("agenda-add", "agenda-hand-out", "agenda-papers", "agenda-subjects")
    ),
    Address("agenda-standard", lambda c: [c.planned.pk], STALE, is_posted=True),
    Address("agenda-item-edit", lambda c: [c.invited.pk, c.item.pk], OFFICE),
    Address("agenda-move", lambda c: [c.invited.pk, c.item.pk], POSTED_BY_OFFICE, is_posted=True),
    *(
        Address(name, lambda c: [c.invited.pk, c.item.pk], STALE, is_posted=True)
        for name in ("agenda-remove", "agenda-tabled")
    ),
    Address("meetings", lambda c: [], (200,) * 6),
    Address("meetings-calendar", lambda c: [], (200,) * 6),
    Address("meeting", lambda c: [c.planned.slug], (200,) * 6),
    Address("meeting", lambda c: [c.invited.slug], (200,) * 6),
    Address("meeting", lambda c: [c.closed.slug], (200,) * 6),
    Address("meeting", lambda c: ["2020-01-01-keine"], (404,) * 6),
    Address("agenda-item", lambda c: [c.invited.slug, c.item.address], (200,) * 6),
    Address("agenda-item", lambda c: [c.invited.slug, c.secret.address], (404, 200, 404, 404, 200, 404)),
    Address("meeting-package", lambda c: [c.invited.slug], (200,) * 6),
    Address("meeting-package-ask", lambda c: [c.invited.slug, "public"], (302,) * 6, is_posted=True),
    Address(
        "meeting-package-ask",
        lambda c: [c.invited.slug, "internal"],
        (404, 302, 404, 404, 302, 404),
        is_posted=True,
    ),
    Address("meeting-archive", lambda c: [c.invited.slug], (200,) * 6),
    Address("meeting-archive", lambda c: [c.planned.slug], (404,) * 6),
    Address("meeting-document-file", lambda c: [c.agenda.public_id], (200,) * 6),
    Address("meeting-document-file", lambda c: [c.secret_agenda.public_id], (404, 200, 404, 404, 200, 404)),
    Address("meeting-minutes", lambda c: [c.closed.pk], OFFICE),
    Address("minutes-entry", lambda c: [c.closed.pk, c.treated.pk], OFFICE),
    Address(
        "minutes-entry-autosave",
        lambda c: [c.closed.pk, c.treated.pk],
        (403, 403, 403, 403, 200, 403),
        is_posted=True,
    ),
    Address("minutes-scan-file", lambda c: [c.closed.pk, "public"], (302, 403, 403, 403, 404, 403)),
    Address(
        "minutes-act",
        lambda c: [c.closed.pk, "minutes_ready"],
        (403, 403, 403, 403, 422, 403),
        is_posted=True,
    ),
    Address("minutes-taker", lambda c: [c.closed.pk], POSTED_BY_OFFICE, is_posted=True),
    Address("minutes-sign", lambda c: [c.closed.pk], POSTED_BY_OFFICE, is_posted=True),
    Address("minutes-scan", lambda c: [c.closed.pk], POSTED_BY_OFFICE, is_posted=True),
    Address("minutes-object", lambda c: [c.closed.pk], POSTED_BY_OFFICE, is_posted=True),
    Address("extracts-issue", lambda c: [c.closed.pk], (403, 403, 403, 403, 302, 403), is_posted=True),
    Address("member-home", lambda c: [], (302, 200, 200, 200, 200, 200)),
    Address("member-papers", lambda c: [], (302, 200, 200, 200, 200, 200)),
    Address("member-meeting", lambda c: [c.invited.slug], MEMBERS),
    Address("member-reply", lambda c: [c.invited.slug], (302, 200, 403, 404, 404, 404)),
    Address("member-item", _item, MEMBERS),
    Address("member-item", _secret, (302, 200, 404, 404, 404, 404)),
    Address("note-add", _item, (403, 422, 422, 404, 404, 404), is_posted=True),
    Address("note-add", _secret, (403, 422, 404, 404, 404, 404), is_posted=True),
    Address("recusal-declare", _item, (302, 200, 403, 404, 404, 404)),
    Address("recusal-declare", _secret, (302, 200, 404, 404, 404, 404)),
    Address("recusal-withdraw", _item, (403, 302, 302, 404, 404, 404), is_posted=True),
    Address("recusal-withdraw", _secret, (403, 302, 404, 404, 404, 404), is_posted=True),
    Address(
        "recusal-take-back",
        lambda c: [c.invited.slug, 10**9],
        (403, 403, 403, 403, 302, 403),
        is_posted=True,
    ),
    Address("notes", lambda c: [], (302, 200, 200, 200, 200, 200)),
    Address("note-export", lambda c: [], (302, 200, 200, 200, 200, 200)),
    Address("note-edit", lambda c: [UUID(int=1)], (302, 404, 404, 404, 404, 404)),
    Address("note-delete", lambda c: [UUID(int=1)], (403, 404, 404, 404, 404, 404), is_posted=True),
    Address("calendar-settings", lambda c: [], (302, 200, 200, 200, 200, 200)),
    Address("calendar-revoke", lambda c: [], (403, 302, 302, 302, 302, 302), is_posted=True),
    Address("calendar-feed", lambda c: ["geraten"], (404,) * 6),
    Address("meeting-replies", lambda c: [c.invited.slug], OFFICE),
    Address("notification-choice", lambda council: [], (302, 200, 200, 200, 200, 200)),
    Address("public-resolutions", lambda council: [], (200, 200, 200, 200, 200, 200)),
    Address("resolution-control", lambda council: [], (302, 200, 200, 403, 200, 403)),
    Address("resolution-control-file", lambda council: [], (302, 200, 200, 403, 200, 403)),
    Address("task-list", lambda council: [], (302, 403, 403, 200, 200, 403)),
    Address("task-detail", lambda council: [council.task.pk], (302, 403, 403, 200, 200, 403)),
    Address("resolutions-without-task", lambda council: [], (302, 403, 403, 403, 200, 403)),
    Address("task-change", lambda council: [council.task.pk], (302, 403, 403, 403, 200, 403)),
    Address("task-new", lambda council: [council.treatment.pk], (302, 403, 403, 403, 200, 403)),
    Address("objection-list", lambda council: [], (302, 403, 403, 403, 200, 403)),
    Address("objection-new", lambda council: [council.treatment.pk], (302, 403, 403, 403, 200, 403)),
    Address("objection-detail", lambda council: [council.objection.pk], (302, 403, 403, 403, 200, 403)),
    Address("urgent-decision-list", lambda council: [], (302, 403, 403, 403, 200, 403)),
    Address("urgent-decision-new", lambda council: [], (302, 403, 403, 403, 200, 403)),
    Address("own-fees", lambda council: [], (302, 200, 200, 200, 200, 200)),
    Address("fee-months", lambda council: [], (302, 403, 403, 403, 200, 403)),
    Address("fee-month", lambda council: [2024, 3], (302, 403, 403, 403, 200, 403)),
    Address("fee-month-close", lambda council: [2024, 3], (403, 403, 403, 403, 302, 403), is_posted=True),
    Address("fee-payroll", lambda council: [2024, 3], (302, 403, 403, 403, 200, 403)),
    Address("fee-statement", lambda council: [2024, 3, council.member], (302, 403, 403, 403, 200, 403)),
    Address("group-sessions", lambda council: ["gf"], (302, 403, 403, 403, 200, 403)),
    Address("group-session-correct", lambda c: ["gf", 10**9], (302, 403, 403, 403, 404, 403)),
    Address("demand-list", lambda c: [], OFFICE),
    Address("demand-new", lambda c: [], OFFICE),
    Address("demand-convene", lambda c: [10**9], (302, 403, 403, 403, 404, 403)),
    Address("audio-list", lambda c: [], OFFICE),
    Address("meeting-audio", lambda c: [c.closed.pk], OFFICE),
    Address("summary-list", lambda c: [], OFFICE),
    Address("summary-decide", lambda c: [10**9], (302, 403, 403, 403, 404, 403)),
    Address("inspection-list", lambda c: [], OFFICE),
    Address("inspection-new", lambda c: [], OFFICE),
    Address("inspection-detail", lambda c: [10**9], (302, 403, 403, 403, 404, 403)),
    Address("own-interests", lambda c: [], (302, 200, 200, 403, 403, 403)),
    Address("interest-end", lambda c: [10**9], (403, 404, 404, 404, 404, 404), is_posted=True),
    Address("interest-members", lambda c: [], OFFICE),
    Address("member-data", lambda c: [c.member], OFFICE),
    Address("member-interests", lambda c: [c.member], OFFICE),
    Address("meeting-record", lambda c: [c.invited.pk], OFFICE),
    Address("record-step", lambda c: [c.invited.pk, "open"], OFFICE),
    Address("record-attendance", lambda c: [c.invited.pk], ONLY_IN_SESSION),
    Address("record-stay", lambda c: [c.invited.pk, 1], ONLY_IN_SESSION),
    Address("record-extension", lambda c: [c.invited.pk], ONLY_IN_SESSION),
    Address("ballot-by-group", lambda c: [c.invited.pk, c.item.pk], ONLY_IN_SESSION),
    Address("ballot-by-name", lambda c: [c.invited.pk, c.item.pk], ONLY_IN_SESSION),
    Address("ballot-election", lambda c: [c.invited.pk, c.item.pk], ONLY_IN_SESSION),
    Address("meeting-interrupt", lambda c: [c.invited.pk], LATE, is_posted=True),
    Address("item-record", lambda c: [c.invited.pk, c.item.pk], LATE, is_posted=True),
    Address("item-autosave", lambda c: [c.invited.pk, c.item.pk], LATE, is_posted=True),
    Address("item-combine", lambda c: [c.invited.pk, c.item.pk], STALE, is_posted=True),
    Address("item-exclude", lambda c: [c.invited.pk, c.item.pk], ONLY_IN_SESSION),
    Address("item-recuse", lambda c: [c.invited.pk, c.item.pk], POSTED_BY_OFFICE, is_posted=True),
)
