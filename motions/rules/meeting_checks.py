"""Prüfung einer Sitzung: every E-rule as a finding; nothing here changes a row."""

import datetime as dt
import re
from collections.abc import Collection

from django.utils import timezone

from motions.models import AgendaItem, Meeting
from motions.models.choices import CommitteeKind, OrganizationType

from . import (
    agenda_checks,
    agenda_sources,
    agenda_texts,
    notice_period,
    public_notice,
    recipients,
    second_summons,
)
from .findings import Finding, block, info, warn
from .transitions import Act

# Chosen by the Ratsbüro in the act itself; the note is then the reason of the urgency (E-02).
SHORT_NOTICE = "short_notice"
_FILLING = re.compile(
    r"\b(?:Stellenbesetzung|Besetzung der Stelle|Einstellung von|Beförderung von|Ernennung von|Bestellung von)\b",
    re.IGNORECASE,
)


def for_invitation(act: Act[Meeting]) -> list[Finding]:
    """Everything an invitation needs before it goes out (E-01 to E-08, E-13, E-16, P-04, P-05)."""
    meeting, items = act.row, items_of(act.row)
    found = deadline(meeting, on=act.on, let_pass=act.let_pass, note=act.note)
    if not any(item.is_public for item in items):
        text = "Die öffentliche Tagesordnung ist leer. Nehmen Sie mindestens einen Punkt auf."
        found.append(block("E-05", text, "items"))
    replaced = _replaced(agenda_texts.newer(meeting, items))
    return [*found, *_of_recipients(meeting, act.on), *_of_items(items), *replaced, *_of_organ(meeting)]


def for_supplement(act: Act[Meeting]) -> list[Finding]:
    """A supplement with new items keeps the Ladungsfrist like an invitation (E-01, E-02, E-12).

    One that hands on a Neufassung only has none to keep: everybody was invited to its matter in time (V-15).
    """
    items = items_of(act.row)
    fresh = [item for item in items if item.announced_at is None]
    replaced = agenda_texts.newer(act.row, items)
    found = deadline(act.row, on=act.on, let_pass=act.let_pass, note=act.note) if fresh else []
    if not fresh and not any(row.consultation for row in replaced):
        text = "Es gibt keinen neuen Punkt. Nehmen Sie zuerst auf, was nachgereicht werden soll."
        found.append(block("E-12", text, "items", absolute=True))
    return [*found, *_of_recipients(act.row, act.on), *_of_items(fresh), *_replaced(replaced)]


def _replaced(rows: list[agenda_texts.Newer]) -> list[Finding]:
    """V-15: which items go over to a Neufassung with what is sent, and which cannot."""
    return [(info if row.consultation else warn)("V-15", row.told, "items") for row in rows]


def for_opening(act: Act[Meeting]) -> list[Finding]:
    """What must have happened before a meeting is opened (E-04, E-05, E-11, V-15, B-03, N-03)."""
    meeting, items = act.row, items_of(act.row)
    found = [*_wrong_start(act), *_too_early(act), *_notice(meeting)]
    if uninvited := recipients.uninvited(meeting):
        text = (
            f"Nicht eingeladen: {', '.join(str(row.person) for row in uninvited)}. Laden Sie nach oder vermerken Sie, "
            "wie die Person von der Sitzung erfahren hat."
        )
        found.append(warn("E-04", text, "recipients"))
    if any(item.announced_at is None for item in items):
        text = (
            "Auf der Tagesordnung stehen Punkte, zu denen nicht eingeladen wurde. Versenden Sie einen Nachtrag oder "
            "nehmen Sie sie heraus; in der Sitzung kann das Gremium die Tagesordnung erweitern."
        )
        found.append(block("E-11", text, "items"))
    for row in agenda_texts.newer(meeting, items):
        text = f"{row.told} Versenden Sie einen Nachtrag." if row.consultation else row.told
        found.append(warn("V-15", text, "items"))
    found += [warn("B-03", text, "items") for text in unprepared(items)]
    if meeting.minute_taker is None:
        text = f"Für die Schriftführung ist niemand eingetragen. {meeting.organization} bestellt eine Person."
        found.append(warn("N-03", text, "minute_taker"))
    return found


def _wrong_start(act: Act[Meeting]) -> list[Finding]:
    """A meeting is not opened in the future."""
    at = act.happened_at
    if at is None or at <= act.now:
        return []
    text = "Die Eröffnung liegt in der Zukunft. Geben Sie die Uhrzeit ein, zu der der Vorsitz die Sitzung eröffnet hat."
    return [block("Q-07", text, "time", absolute=True)]


def _too_early(act: Act[Meeting]) -> list[Finding]:
    """Everybody was invited to another day; who came today knows nothing of the others."""
    meeting = act.row
    if timezone.localdate(act.happened_at or act.now) >= meeting.held_on:
        return []
    text = (
        f"Die Sitzung ist erst am {meeting.held_on:%d.%m.%Y}. Verlegen Sie sie, wenn sie früher stattfindet, oder "
        "begründen Sie, warum sie heute eröffnet wird. Danach kann die Verwaltung ihre Tagesordnung nicht mehr ändern."
    )
    return [block("Q-07", text, "day")]


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """All items in order with the papers behind them, in a fixed number of queries."""
    rows = meeting.items.in_order().select_related(
        "consultation__paper__paper_type",
        "consultation__paper__author_group",
        "consultation__paper__author_person",
        "consultation__paper__original",
        "consultation__organization",
    )
    return list(rows.prefetch_related("consultation__paper__consultations__organization"))


def unprepared(items: list[AgendaItem]) -> list[str]:
    """B-03: which papers come here without what an earlier organ was to say."""
    missing = agenda_sources.unprepared(item.consultation for item in items if item.consultation)
    return [
        f"„{item.title}“: Vorberatung fehlt ({', '.join(str(row.organization) for row in rows)}). "
        "Das Gremium kann trotzdem entscheiden."
        for item in items
        if (rows := missing.get(item.consultation_id or 0))
    ]


def deadline(
    meeting: Meeting, *, on: dt.date, let_pass: Collection[str] = (), note: str = ""
) -> list[Finding]:
    """E-01, E-02: sent in time, or at short notice with a reason and within its own least time."""
    period = notice_period.of_meeting(meeting)
    if period.is_kept(on=on):
        return []
    if SHORT_NOTICE in let_pass:
        short = notice_period.of_meeting(meeting, is_short=True)
        if not short.is_kept(on=on):
            text = (
                f"Auch mit verkürzter Frist war der {short.last_day:%d.%m.%Y} der letzte Tag. "
                "Verlegen Sie die Sitzung."
            )
            return [block("E-02", text, SHORT_NOTICE)]
        if not note:
            text = "Begründen Sie die Dringlichkeit; der Text steht in der Einladung."
            return [block("E-02", text, "note", absolute=True)]
        return []
    text = (
        f"Der letzte Tag für die Einladung war der {period.last_day:%d.%m.%Y}. Verlegen Sie die Sitzung oder laden Sie "
        "in dringenden Fällen mit verkürzter Frist ein."
    )
    return [block("E-01", text, "sent_on")]


def _of_recipients(meeting: Meeting, on: dt.date) -> list[Finding]:
    """E-03, E-04: everybody who belongs to the organ on that day can be reached."""
    found, rows = [], recipients.of_meeting(meeting)
    for is_substitute in (False, True):
        without = [str(row.person) for row in rows if not row.channel and row.is_substitute == is_substitute]
        if without:
            text = (
                f"Kein Weg für die Einladung: {', '.join(without)}. Legen Sie ein Konto an oder tragen Sie bei der "
                "Person ein, dass sie Einladungen mit der Post bekommt."
            )
            found.append((warn if is_substitute else block)("E-03", text, "recipients"))
    if not any(not row.is_substitute for row in rows):
        text = f"{meeting.organization} hat am {meeting.held_on:%d.%m.%Y} kein Mitglied. Ergänzen Sie die Besetzung."
        found.append(block("E-04", text, "recipients"))
    for row in recipients.changes(meeting, on=on):
        what = "gehört erst am Sitzungstag dazu und wird eingeladen" if row.joins else "scheidet vorher aus"
        found.append(warn("E-04", f"{row.person} {what}. Prüfen Sie die Besetzung.", "recipients"))
    vacant = recipients.vacant_seats(meeting)
    if vacant:
        found.append(info("E-04", f"Am Sitzungstag nicht besetzt: {vacant} Sitze.", "recipients"))
    return found


def _of_items(items: list[AgendaItem]) -> list[Finding]:
    """P-04, P-05, E-07, E-08, E-13 and, to be known, B-03; the ground (P-02) is kept by the database."""
    found: list[Finding] = []
    for item in items:
        paper = item.consultation.paper if item.consultation else None
        if not item.is_public and not item.public_title.strip():
            text = (
                f"„{item.title}“ braucht einen allgemeinen Titel für die Öffentlichkeit, zum Beispiel "
                "„Grundstücksangelegenheit“."
            )
            found.append(block("E-13", text, "items", absolute=True))
        if not item.is_public and paper and paper.council_matter in agenda_checks.ALWAYS_PUBLIC:
            text = f"„{item.title}“: Haushalt und Stellenplan werden öffentlich beraten (§ 80 Abs. 4 GO NRW)."
            found.append(block("P-04", text, "items"))
        if item.is_public and _FILLING.search(item.title):
            text = f"„{item.title}“ betrifft eine Person. Machen Sie den Punkt nichtöffentlich oder begründen Sie es."
            found.append(warn("P-05", text, "items"))
    found += _reserved(items)
    found += [info("Q-03", _put_off(item), "items") for item in _second_time(items)]
    return [*found, *(info("B-03", text, "items") for text in unprepared(items))]


def _second_time(items: list[AgendaItem]) -> list[AgendaItem]:
    return second_summons.items_put_off(items[0].meeting, items) if items else []


def _put_off(item: AgendaItem) -> str:
    return (
        f"„{item.title}“ wurde wegen Beschlussunfähigkeit zurückgestellt. Die Einladung weist darauf hin, dass dazu "
        "jetzt ohne Rücksicht auf die Zahl der Anwesenden beschlossen wird (§ 49 Abs. 2 GO NRW)."
    )


def _reserved(items: list[AgendaItem]) -> list[Finding]:
    """E-07, E-08: what nobody may claim stands there by a note only."""
    bare = [row for row in items if row.consultation is not None and not row.accepted_note]
    if not bare:
        return []
    asked = [row.consultation for row in bare if row.consultation is not None]
    return agenda_sources.reservations(asked, bare[0].meeting)


def _of_organ(meeting: Meeting) -> list[Finding]:
    """E-06, E-16: how it is with committees, to be known."""
    organ = meeting.organization
    if organ.organization_type == OrganizationType.COUNCIL:
        return []
    text = (
        "Eine förmliche Bekanntmachung ist bei Ausschüssen nicht vorgeschrieben. Mit dem Versand steht die "
        "Tagesordnung auf der öffentlichen Seite; unterrichten Sie die Öffentlichkeit in geeigneter Weise."
    )
    found = [info("E-06", text)]
    if organ.committee_kind != CommitteeKind.MAIN:
        text = "Die Tagesordnung setzt der Vorsitz im Benehmen mit der Bürgermeisterin oder dem Bürgermeister fest."
        found.append(info("E-16", text))
    return found


def _notice(meeting: Meeting) -> list[Finding]:
    """E-05: time, place and agenda of the Rat were made known before the meeting, the newest ones at that."""
    if meeting.organization.organization_type != OrganizationType.COUNCIL:
        return []
    last = meeting.notices.order_by("-published_on").first()
    if last is None or last.published_on > meeting.held_on:
        text = "Zeit, Ort und Tagesordnung sind nicht bekannt gemacht. Tragen Sie die Bekanntmachung ein."
        return [block("E-05", text, "notice")]
    if not public_notice.standing().filter(meeting=meeting).exists():
        text = (
            "Die Sitzung ist verlegt; bekannt gemacht ist noch die Zeit davor. Machen Sie den neuen Beginn "
            f"({timezone.localtime(meeting.starts_at):%d.%m.%Y, %H:%M} Uhr) bekannt und tragen Sie das ein."
        )
        return [block("E-05", text, "notice")]
    sent = meeting.invitations.order_by("-revision").first()
    newest = meeting.notices.order_by("-recorded_at").first()
    if sent is not None and newest is not None and newest.recorded_at < sent.sent_at:
        text = (
            f"Am {timezone.localtime(sent.sent_at):%d.%m.%Y} wurde nach der letzten Bekanntmachung noch einmal "
            "versandt. Machen Sie die ergänzte Tagesordnung bekannt."
        )
        return [warn("E-05", text, "notice")]
    return []
