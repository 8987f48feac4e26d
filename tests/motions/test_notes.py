"""Notizen eines Mitglieds: private in the pages and in the database, and never lost (I7, ux.md 8.2)."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from motions.models import Membership, Note, User
from motions.models.choices import MembershipRole
from motions.rules import notes
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from motions.rules.notes import Words
from tests.conftest import Login
from tests.people import SINCE, Town, member, person_of

from .desk import Desk, seen_by, write_note

WORDS = "Zaunkönig fragen"
OTHERS = (
    "office",
    "mayor",
    "deputy",
    "administrator",
    "clerk",
    "unit_head",
    "group_member",
    "expert_citizen",
)


def texts() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM motions_note ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def colleague_of_group(town: Town, name: str = "Greta Gimpel", role: str = MembershipRole.MEMBER) -> User:
    user = member(name, town.organs["ASJF"], role=role)
    Membership.objects.create(person=person_of(user), organization=town.organs["GF"], starts_on=SINCE)
    return user


def test_i7_the_database_shows_a_note_to_its_author_alone(town: Town, desk: Desk) -> None:
    author = town.council_member
    write_note(author, desk.item, WORDS)
    found: dict[str, list[str]] = {"public": texts()}
    with clearance("system"):
        found["system"] = texts()
    for name in OTHERS:
        with seen_by(getattr(town, name)):
            found[name] = texts()
    assert [name for name in ("public", "system", *OTHERS) if found[name]] == []
    with seen_by(author):
        assert texts() == [WORDS]


def test_i7_the_query_shows_a_note_to_its_author_alone(town: Town, desk: Desk) -> None:
    write_note(town.council_member, desk.item, WORDS)
    with seen_by(town.council_member):
        found = {
            name: notes.visible_notes(getattr(town, name)).count() for name in (*OTHERS, "council_member")
        }
        assert notes.visible_notes(AnonymousUser()).count() == 0
    assert found == dict.fromkeys(OTHERS, 0) | {"council_member": 1}


def test_nobody_writes_changes_or_deletes_for_another(town: Town, desk: Desk) -> None:
    author, office = town.council_member, town.office
    note = write_note(author, desk.item, WORDS)
    copy = {"author": author, "item": desk.item, "text": "untergeschoben"}
    times = {"written_at": timezone.now(), "changed_at": timezone.now()}
    for level, key in (("system", None), ("user", office.pk)):
        with clearance(level, key):  # type: ignore[arg-type]
            assert Note.objects.filter(pk=note.pk).update(text="anders") == 0
            assert Note.objects.filter(pk=note.pk).delete()[0] == 0
            with pytest.raises(ProgrammingError), transaction.atomic():
                Note.objects.create(**copy, **times)
    with seen_by(author):
        assert texts() == [WORDS]


def test_no_history_keeps_the_text_of_a_note(town: Town, desk: Desk) -> None:
    note = write_note(town.council_member, desk.item, WORDS)
    with seen_by(town.council_member):
        notes.delete(note, version=1, by=town.council_member)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname = 'motions_noteevent'")
        assert cursor.fetchone() == (0,)


def test_no_page_shows_a_note_to_anybody_else(town: Town, desk: Desk, login: Login) -> None:
    note = write_note(town.council_member, desk.item, WORDS)
    addresses = [
        reverse("member-item", args=desk.address),
        reverse("member-meeting", args=[desk.meeting.slug]),
        reverse("member-home"),
        reverse("notes"),
        reverse("note-export"),
        reverse("note-edit", args=[note.public_id]),
        reverse("paper-detail", args=[desk.paper.pk]),
        reverse("public-paper", args=[desk.paper.slug]),
        reverse("meeting-replies", args=[desk.meeting.slug]),
    ]
    for name in OTHERS:
        client = login(getattr(town, name))
        assert [address for address in addresses if WORDS in client.get(address).content.decode()] == [], name
        assert client.get(addresses[5]).status_code == 404
        assert client.post(reverse("note-delete", args=[note.public_id])).status_code == 404
    own = login(town.council_member)
    shown = [address for address in addresses if WORDS in own.get(address).content.decode()]
    assert shown == [addresses[0], addresses[3], addresses[4], addresses[5]]


def test_a_shared_note_is_read_by_the_own_group_and_changed_by_the_author(town: Town, desk: Desk) -> None:
    author = town.group_member
    colleague = colleague_of_group(town, role=MembershipRole.EXPERT_CITIZEN)
    note = write_note(author, desk.item, WORDS, is_shared=True)
    with seen_by(colleague):
        assert list(notes.visible_notes(colleague)) == [note]
        with pytest.raises(NotPermitted):
            notes.change(note, Words("anders"), version=1, by=colleague, now=timezone.now())
        assert Note.objects.filter(pk=note.pk).update(text="anders") == 0
    with seen_by(town.council_member):
        assert texts() == []
    with seen_by(author):
        notes.change(note, Words(WORDS), version=1, by=author, now=timezone.now())
    with seen_by(colleague):
        assert texts() == []


def test_p08_sharing_opens_no_secret_item_to_those_who_may_not_read_it(town: Town, desk: Desk) -> None:
    colleague = colleague_of_group(town, role=MembershipRole.EXPERT_CITIZEN)
    write_note(town.group_member, desk.secret, WORDS, is_shared=True)
    with seen_by(colleague):
        assert texts() == []
    with seen_by(town.group_member):
        assert (len(texts()), notes.visible_notes(colleague).count()) == (1, 0)


def test_who_has_left_the_group_reads_its_notes_no_more(town: Town, desk: Desk) -> None:
    colleague = colleague_of_group(town)
    write_note(town.group_member, desk.item, WORDS, is_shared=True)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Membership.objects.filter(person=colleague.person, organization=town.organs["GF"]).update(
        ends_on=yesterday
    )
    with seen_by(colleague):
        assert texts() == []


def test_nobody_shares_with_a_group_that_is_not_the_own(town: Town, desk: Desk) -> None:
    author = town.council_member
    note = write_note(author, desk.item, WORDS, is_shared=True)
    assert note.shared_with is None
    with seen_by(author), pytest.raises(ProgrammingError), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(shared_with=town.organs["GF"])


def test_the_same_words_sent_twice_are_one_note(town: Town, desk: Desk, login: Login) -> None:
    client, address = login(town.council_member), reverse("note-add", args=desk.address)
    for _ in range(2):
        answer = client.post(address, {"text": WORDS, "version": 0})
        assert answer["Location"] == reverse("member-item", args=desk.address) + "#notizen"
    with seen_by(town.council_member):
        assert texts() == [WORDS]


def test_a_stale_note_is_refused_with_both_texts(town: Town, desk: Desk, login: Login) -> None:
    note = write_note(town.council_member, desk.item, WORDS)
    client, address = login(town.council_member), reverse("note-edit", args=[note.public_id])
    assert client.post(address, {"text": "am Telefon", "version": 1}).status_code == 302
    stale = client.post(address, {"text": "am Rechner", "version": 1})
    page = stale.content.decode()
    assert (stale.status_code, "am Telefon" in page, "am Rechner" in page) == (409, True, True)
    gone = client.post(reverse("note-delete", args=[note.public_id]), {"version": 1})
    assert gone.status_code == 409
    assert client.post(reverse("note-delete", args=[note.public_id]), {"version": 2}).status_code == 302
    with seen_by(town.council_member):
        assert texts() == []


def test_a_note_says_something_about_an_item_one_may_read(town: Town, desk: Desk) -> None:
    with pytest.raises(Refused):
        write_note(town.council_member, desk.item, "")
    with pytest.raises(NotPermitted):
        write_note(town.expert_citizen, desk.secret)
    note = write_note(town.council_member, desk.item)
    with seen_by(town.council_member):
        with pytest.raises(OutdatedState):
            notes.change(note, Words("x"), version=7, by=town.council_member, now=timezone.now())
        with pytest.raises(ProgrammingError), transaction.atomic():
            Note.objects.filter(pk=note.pk).update(item=desk.secret)


def test_a_disabled_account_reads_no_note(town: Town, desk: Desk) -> None:
    write_note(town.council_member, desk.item)
    User.objects.filter(pk=town.council_member.pk).update(is_active=False)
    with seen_by(town.council_member):
        assert texts() == []
