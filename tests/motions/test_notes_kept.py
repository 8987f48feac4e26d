"""Notizen bleiben: through a new revision, a Neufassung, a withdrawal and a Befangenheit (ux.md 8.2)."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from motions.models import Paper, Recusal
from motions.models.choices import PaperStatus, SuccessorKind
from motions.rules import further_organs, note_list, notes
from motions.rules.clearance import clearance
from motions.rules.further_organs import FurtherOrgan
from motions.rules.successors import create_successor
from motions.rules.workflow import RELEASE, SUBMIT, WITHDRAW
from tests.conftest import Login
from tests.factories import step
from tests.meetings import announce, make_meeting, make_paper_item
from tests.people import Town, person_of

from .desk import Desk, document_of, seen_by, write_note
from .test_work_lists import questions

WORDS = "Zaunkönig fragen"


def test_a_note_outlives_a_new_revision_and_says_so(town: Town, desk: Desk) -> None:
    author = town.council_member
    kept = write_note(author, desk.item, "Wer zahlt das?", quote="vier  Bänke aufgestellt")
    lost = write_note(author, desk.item, "Warum hier?", quote="am Marktplatz")
    with clearance("system"):
        organ = FurtherOrgan(town.organs["Rat"], "noting")
        paper = desk.paper
        further_organs.add_organ(
            paper,
            organ,
            by=town.office,
            now=timezone.now(),
            version=paper.version,
            note="Test",
            override=True,
        )
    document = document_of(author, desk.item)
    with seen_by(author):
        assert [row.pk for row in notes.about(author, desk.item, desk.paper)] == [kept.pk, lost.pk]
        assert notes.missing_place(kept, document).startswith("Sie wurde zu Fassung 1 geschrieben")
        assert notes.missing_place(lost, document) == "Die Stelle steht in Fassung 2 nicht mehr so."


def test_a_note_outlives_its_paper(town: Town, desk: Desk) -> None:
    author = town.council_member
    write_note(author, desk.item, WORDS)
    step(desk.paper, WITHDRAW, by=town.mayor, note="Überholt.")
    with seen_by(author):
        ((name, (line,)),) = note_list.by_meeting(author)
    assert (line.note.text, line.missing) == (WORDS, "Die Vorlage ist nicht mehr zu lesen.")
    assert name == str(desk.meeting)


def test_p10_the_own_words_stay_and_what_was_closed_is_not_named(
    town: Town, desk: Desk, login: Login
) -> None:
    author = town.council_member
    write_note(author, desk.secret, WORDS, quote="Muster GmbH")
    with clearance("system"):
        Recusal.objects.create(
            item=desk.secret,
            person=person_of(author),
            ground="board",
            declared_by=author,
            declared_at=timezone.now(),
        )
    client = login(author)
    for address in (reverse("notes"), reverse("note-export")):
        page = client.get(address).content.decode()
        assert (WORDS in page, "Muster GmbH" in page, desk.secret_paper.reference in page) == (
            True,
            False,
            False,
        )


def test_all_notes_ask_as_often_for_many_as_for_one(town: Town, desk: Desk, login: Login) -> None:
    client = login(town.council_member)
    write_note(town.council_member, desk.item, "eins")
    few = questions(client, reverse("notes"))
    for number in range(20):
        write_note(town.council_member, desk.item, f"Notiz {number}")
        write_note(town.council_member, desk.secret, f"Notiz {number}")
    assert questions(client, reverse("notes")) == few


def test_the_export_holds_every_note(town: Town, desk: Desk, login: Login) -> None:
    write_note(town.council_member, desk.item, "eins", quote="vier Bänke")
    write_note(town.council_member, desk.secret, "zwei")
    answer = login(town.council_member).get(reverse("note-export"))
    text = answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="notizen.txt"'
    assert [words in text for words in ("eins", "Stelle: vier Bänke", "zwei", str(desk.meeting))] == [
        True
    ] * 4


def test_a_superseded_paper_is_named_as_such() -> None:
    assert (
        notes.lost_paper(Paper(status=PaperStatus.SUPERSEDED), is_readable=True)
        == "Die Vorlage wurde ersetzt."
    )
    assert notes.lost_paper(Paper(status=PaperStatus.RELEASED), is_readable=True) == ""


def test_a_note_is_found_again_beside_the_new_paper_that_replaces_the_old(town: Town, desk: Desk) -> None:
    author = town.council_member
    note = write_note(author, desk.item, WORDS)
    with clearance("system"):
        new = create_successor(desk.paper, SuccessorKind.REPLACEMENT, by=town.clerk, now=timezone.now())
    new = step(step(new, SUBMIT, by=town.clerk, note="Test"), RELEASE, by=town.mayor, note="Test")
    meeting = make_meeting(town.organs["HFA"], starts_at=timezone.now() + dt.timedelta(days=50))
    with clearance("system"):
        item = make_paper_item(meeting, new.consultations.get())
        announce(meeting, by=town.office)
        item.refresh_from_db()
    document = document_of(author, item)
    with seen_by(author):
        assert list(notes.about(author, item, new)) == [note]
        assert notes.missing_place(note, document) == "Sie gehört zur früheren Vorlage, die ersetzt wurde."
        ((_, (line,)),) = note_list.by_meeting(author)
    assert line.missing == "Die Vorlage wurde ersetzt."
