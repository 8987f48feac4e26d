"""Gesäte Wörter in allem, was die Stadt speichert: what is hidden from a reader gets out by no address.

Every column of text of the demo town says a word of its own (tests/planting.py). Then its row-level security is taken
away, so that the sets of the rules have to hold alone, and the reader follows every link and asks for every hidden row.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve, reverse

from motions.models import (
    AgendaItem,
    Attachment,
    IssuedDocument,
    Meeting,
    MeetingDocument,
    Organization,
    Paper,
    PublicDocument,
    User,
)
from motions.rules import short_address
from motions.rules.clearance import clearance
from tests import planting

_LINK = re.compile(r'(?:href|src)="(/[^"#]*)')
# Calendars lead on for ever; the others are no rows, end the visit, or are made to maintain what is planted.
_NOT_FOLLOWED = re.compile(r"^//|^/static/|monat=|logout|^/konto/|^/verwaltung/")
_STARTS = ("home", "member-home", "desk", "paper-list", "notes", "grant-list", "plan-list", "task-list")

#: What citizens read; everything else of a public row is for the house.
PUBLIC_COLUMNS = {
    *(
        "AgendaItem.extension_reason",
        "AgendaItem.title",
    ),
    *("Attachment.title",),
    *(
        "Ballot.not_voted_note",
        "Ballot.subject",
    ),
    *("EntryNote.text",),
    *("IssuedDocument.content",),
    *(
        "Meeting.access_note",
        "Meeting.place",
        "Meeting.room",
    ),
    *("MeetingDocument.content",),
    *("Organization.name",),
    *(
        "Paper.plain_words",
        "Paper.subject",
    ),
    *("PaperType.name",),
    *(
        "PayGrade.career_group",
        "PayGrade.label",
    ),
    *(
        "Person.first_name",
        "Person.last_name",
        "Person.title",
    ),
    *(
        "PlanEntry.reason",
        "PlanEntry.title",
    ),
    *("ProductArea.name",),
    *("PublicNotice.form",),
    *("PublicSummary.text",),
    *(
        "StaffingPlan.decided_source",
        "StaffingPlan.title",
    ),
    *("TemporaryStaff.name",),
    *(
        "TraineeGroup.name",
        "TraineeGroup.pay",
        "TraineeGroup.remark",
    ),
    *(
        "Treatment.final_text",
        "Treatment.reason",
    ),
}
#: Told to others on purpose, although the database shows the rows to the administration alone.
TOLD = {
    "Event.label": "the stations of the own petition, without names and notes (M-05, history.stations)",
}
#: Columns no row of the house has a sentence in.
NO_SENTENCES = {"Attachment.hidden", "AttachmentEvent.hidden", "MeetingDocument.shortfalls"}


def _words_found(client: Client, hidden: list[str], *, most: int) -> dict[str, set[str]]:
    """For each sign the columns whose words came; of one kind of page so many are read, they are built alike."""
    names = [str(column) for column in planting.columns()]
    asked: set[str] = set()
    waiting = [reverse(name) for name in _STARTS] + hidden
    kinds: Counter[str] = Counter()
    found: dict[str, set[str]] = {"q": set(), "z": set()}
    for address in waiting:
        if address in asked:
            continue
        asked.add(address)
        answer = client.get(address)
        assert answer.status_code < 500, address
        text = _text(answer)
        for sign, number in planting.WORD.findall(text):
            found[sign].add(names[int(number)] if sign == "z" else f"{names[int(number)]} at {address}")
        for link in map(unescape, _LINK.findall(text)):
            if link not in asked and not _NOT_FOLLOWED.search(link):
                kind = resolve(link.split("?")[0]).url_name or link
                kinds[kind] += 1
                if kinds[kind] <= most:
                    waiting.append(link)
    return found


def _text(answer: Any) -> str:
    body = answer.getvalue()
    parts = [str(answer.headers).encode(), body]
    if body.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(body))
        parts += [name.encode() + archive.read(name) for name in archive.namelist()]
    return b"\n".join(parts).decode(errors="replace")


def _hidden_addresses(level: Any, user_id: int | None) -> list[str]:
    """Every row the reader must not know, asked for by its name; and the searches."""
    found = []
    for model, addresses in _ADDRESSES.items():
        with clearance(level, user_id):
            shown = set(model._default_manager.values_list("pk", flat=True))
        with clearance("system"):
            rows = model._default_manager.exclude(pk__in=shown)
            found += [address for row in rows for address in addresses(row)]
    return [*found, *(f"{reverse('public-papers')}?q={word}" for word in ("xq", "Ein Wort"))]


def _of_item(row: AgendaItem) -> list[str]:
    names = ("agenda-item", "member-item")
    return [reverse(name, args=[row.meeting.slug, row.address]) for name in names if row.number]


def _of_document(row: Any) -> list[str]:
    return [reverse("document-state", args=[short_address.code(row.public_id)])]


_ADDRESSES: dict[Any, Any] = {
    Paper: lambda row: [
        *([reverse("public-paper", args=[row.slug])] if row.slug else []),
        *(reverse(name, args=[row.pk]) for name in ("paper-detail", "petition-detail", "paper-check")),
    ],
    Attachment: lambda row: [reverse("attachment-file", args=[row.public_id])],
    IssuedDocument: lambda row: [reverse("document-file", args=[row.public_id]), *_of_document(row)],
    MeetingDocument: lambda row: [
        reverse("meeting-document-file", args=[row.public_id]),
        *_of_document(row),
    ],
    PublicDocument: lambda row: [reverse("public-document-file", args=[row.public_id])],
    Meeting: lambda row: [reverse(name, args=[row.slug]) for name in ("meeting", "member-meeting")],
    AgendaItem: _of_item,
    Organization: lambda row: [reverse("organization", args=[row.slug])],
}


def test_every_column_of_text_is_planted_and_citizens_read_the_public_ones_only(planted_town: None) -> None:
    hidden = _hidden_addresses("public", None)
    planted = planting.plant("public")
    names = {str(column) for column in planting.columns()}
    assert names - set(planted["q"]) - set(planted["z"]) == NO_SENTENCES
    planting.without_row_level_security()
    found = _words_found(Client(), hidden, most=20)
    assert found["q"] == set()
    assert found["z"] - PUBLIC_COLUMNS == set()


@pytest.mark.parametrize("name", ["Emil Mohnfeld", "Ada Ahornblatt", "Selma Schiefer", "Alma Achat"])
def test_nobody_reads_what_the_database_hides_from_the_person(planted_town: None, name: str) -> None:
    first, last = name.split()
    user = User.objects.get(first_name=first, last_name=last)
    hidden = _hidden_addresses("user", user.pk)
    planted = planting.plant("user", user.pk)
    assert len(planted["q"]) > len(planted["z"])
    planting.without_row_level_security()
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    found = _words_found(client, hidden, most=4)
    assert {one for one in found["q"] if one.split(" at ")[0] not in TOLD} == set()
