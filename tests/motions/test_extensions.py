"""Erweiterung der Tagesordnung (E-09, E-11, E-12, E-13): by resolution, with its reason and a number of its own."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from motions.forms.order import ExtensionForm
from motions.models import AgendaItem
from motions.rules import extensions
from motions.rules.counting import Counts
from motions.rules.extensions import Extension
from motions.rules.findings import OutdatedState, Refused
from tests.factories import consultation
from tests.meetings import close_now, make_item, make_meeting, make_paper_item
from tests.people import Town
from tests.sittings import consultations, decide, in_session, meeting_of, opened, treatment

pytestmark = pytest.mark.usefixtures("system")


def extend(town: Town, after: AgendaItem, **fields: Any) -> AgendaItem:
    given: dict[str, Any] = {"title": "Sturmschaden", "reason": "Das Dach ist offen.", "after": after}
    return extensions.extend(after.meeting, Extension(**given | fields), by=town.office, now=timezone.now())


def refused(town: Town, after: AgendaItem, **fields: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        extend(town, after, **fields)
    return [finding.rule for finding in refusal.value.findings]


def test_e09_an_extension_has_its_resolution_and_reason(town: Town) -> None:
    item = in_session(town, "Rat")
    added = extend(town, item)
    assert (added.label, added.extension_reason, added.is_public) == ("Ö 1a", "Das Dach ist offen.", True)
    assert treatment(added).ballots.get().subject == "Erweiterung der Tagesordnung"
    assert item.meeting.events.latest("pk").act == "extend_agenda"
    assert decide(town, added).outcome == "adopted"


def test_e09_without_reason_or_majority_nothing_is_added(town: Town) -> None:
    item = in_session(town, "Rat")
    assert refused(town, item, reason=" ") == ["E-09"]
    assert refused(town, item, counts=Counts(1, 2)) == ["E-09"]
    assert item.meeting.items.count() == 1


def test_e12_additions_get_letters_and_nothing_is_renumbered(town: Town) -> None:
    meeting = make_meeting(town.organs["Rat"])
    first, second = make_item(meeting, "eins"), make_item(meeting, "zwei")
    first = opened(town, first)
    extend(town, first)
    extend(town, first)
    assert [row.number for row in meeting.items.in_order()] == ["1", "1a", "1b", "2"]
    second.refresh_from_db()
    assert second.number == "2"


def test_e13_a_secret_extension_has_ground_and_public_title(town: Town) -> None:
    secret = make_item(make_meeting(town.organs["HFA"]), "Verkauf an die Muster GmbH", is_public=False)
    secret = opened(town, secret)
    assert refused(town, secret) == ["E-13"]
    added = extend(town, secret, public_title="Grundstücksangelegenheit", secrecy_ground="property")
    assert (added.label, added.is_public) == ("N 1a", False)


def test_p04_the_budget_is_never_added_to_the_secret_part(town: Town) -> None:
    sequence = consultation(town.organs["Rat"], "deciding", is_public=False)
    row = consultations(town, sequence, is_public=False, secrecy_ground="property")["Rat"]
    row.paper.council_matter = "budget"  # such a paper is released by mistake only
    secret = make_item(make_meeting(town.organs["Rat"]), "Verkauf", is_public=False)
    given = {"consultation": row, "public_title": "Haushalt", "secrecy_ground": "property"}
    assert refused(town, opened(town, secret), **given) == ["P-04"]


def test_e11_a_paper_handed_out_needs_an_item(town: Town) -> None:
    row = consultations(town, consultation(town.organs["Rat"], "deciding"))["Rat"]
    item = in_session(town, "Rat")
    assert list(extensions.candidates(meeting_of(item))) == [row]
    added = extend(town, item, consultation=row)
    assert (added.is_tabled, added.kind, added.consultation) == (True, "paper", row)
    assert list(extensions.candidates(meeting_of(item))) == []
    extensions.hand_out(item, is_tabled=True, version=1, by=town.office, now=timezone.now())
    item.refresh_from_db()
    assert item.is_tabled


def test_e09_only_what_waits_for_an_agenda_is_offered_by_number_and_subject(town: Town) -> None:
    rows = consultations(
        town, consultation(town.organs["HFA"], "advisory"), consultation(town.organs["Rat"], "deciding")
    )
    item = in_session(town, "Rat")
    offered = ExtensionForm(meeting=meeting_of(item))["consultation"]
    paper = rows["Rat"].paper
    assert [row.choice_label for row in offered.subwidgets] == [
        "ohne Vorlage",
        f"{paper.reference}: {paper.subject}",
    ]
    later = timezone.now() + dt.timedelta(days=60)
    make_paper_item(make_meeting(town.organs["Rat"], starts_at=later), rows["Rat"])
    assert list(extensions.candidates(meeting_of(item))) == []


def test_nothing_is_added_to_a_closed_meeting(town: Town) -> None:
    item = in_session(town, "Rat")
    close_now(item.meeting, by=town.office)
    with pytest.raises(OutdatedState):
        extend(town, item)


def test_i06_a_paper_on_an_agenda_or_of_another_organ_is_not_added(town: Town) -> None:
    rows = consultations(
        town, consultation(town.organs["HFA"], "advisory"), consultation(town.organs["Rat"], "deciding")
    )
    item = in_session(town, "HFA", consultation=rows["HFA"])
    assert refused(town, item, consultation=rows["HFA"]) == ["E-09"]
    assert refused(town, item, consultation=rows["Rat"]) == ["E-09"]


def test_i06_a_paper_with_a_result_is_not_added_to_a_later_meeting(town: Town) -> None:
    row = consultations(town, consultation(town.organs["HFA"], "advisory"))["HFA"]
    done = in_session(town, "HFA", consultation=row)
    decide(town, done)
    close_now(done.meeting, by=town.office)
    later = in_session(town, "HFA", starts_at=done.meeting.starts_at + dt.timedelta(days=30))
    assert refused(town, later, consultation=row) == ["E-09"]
