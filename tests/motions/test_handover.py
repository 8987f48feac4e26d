"""Übergabe eines Entwurfs: who gives it to whom, what stays, and who is told (docs/decisions/0022)."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from motions.models import Notification, Paper, User
from motions.models.choices import Office
from motions.rules import handover, permissions, transitions, worklist
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from motions.rules.workflow import RELEASE, RETURN, SUBMIT, WITHDRAW
from tests.conftest import Login
from tests.factories import make_co_signing, make_paper, make_released, make_submitted, step
from tests.people import Town, official

from .hostile.posting import fresh, summary


def give(paper: Paper, to: User, *, by: User, note: str = "") -> Paper:
    with clearance("user", by.pk):
        return handover.hand_over(fresh(paper), to, by=by, now=timezone.now(), note=note)


def refused(paper: Paper, to: User, *, by: User, note: str = "") -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        give(paper, to, by=by, note=note)
    return [(row.field, row.text) for row in refusal.value.findings]


def told(kind: str = "paper_handed_over") -> list[str]:
    with clearance("system"):
        rows = Notification.objects.filter(kind=kind).order_by("pk")
        return list(rows.values_list("recipient__first_name", flat=True))


def last(paper: Paper) -> dict[str, Any]:
    with clearance("system"):
        return dict(paper.events.values("act", "label", "actor", "note").last() or {})


def drafts_of(user: User) -> list[Paper]:
    with clearance("user", user.pk):
        return list(worklist.drafts_of(user))


def test_the_author_gives_a_draft_to_a_colleague_who_goes_on_with_it(town: Town) -> None:
    paper = make_paper(by=town.clerk)
    give(paper, town.colleague, by=town.clerk, note="Bitte die Kosten ergänzen.")
    assert fresh(paper).drafter == town.colleague
    assert (drafts_of(town.clerk), drafts_of(town.colleague)) == ([], [paper])
    assert last(paper) == {
        "act": "hand_over",
        "label": "Übergeben an Lorenz Lehm",
        "actor": town.clerk.pk,
        "note": "Bitte die Kosten ergänzen.",
    }
    assert told() == ["Lorenz"]


def test_a_returned_paper_is_handed_over_a_running_one_is_not(town: Town) -> None:
    paper = make_submitted(by=town.clerk)
    for running in (paper, make_co_signing(by=town.clerk), make_released(by=town.clerk)):
        assert permissions.may_hand_over_paper(town.clerk, running) is False
        with pytest.raises(OutdatedState):
            give(running, town.colleague, by=town.clerk)
    step(paper, RETURN, by=town.office, note="Bitte ergänzen.")
    assert give(paper, town.colleague, by=town.clerk).drafter == town.colleague


def test_the_head_gives_on_what_an_absent_author_wrote_and_says_why(town: Town) -> None:
    paper = make_paper(by=town.clerk)
    reason = "Nennen Sie den Grund: Bisher arbeitet Selma Schiefer an der Vorlage."
    assert refused(paper, town.colleague, by=town.unit_head) == [("note", reason)]
    give(paper, town.colleague, by=town.unit_head, note="Erkrankung")
    assert (fresh(paper).drafter, told()) == (town.colleague, ["Lorenz", "Selma"])


def test_nobody_else_gives_a_paper_away(town: Town) -> None:
    paper = make_paper(by=town.clerk)
    for person in (
        town.colleague,
        town.treasurer,
        town.office,
        town.mayor,
        town.outsider,
        town.council_member,
    ):
        assert permissions.may_hand_over_paper(person, paper) is False
        with clearance("system"), pytest.raises(NotPermitted):
            handover.hand_over(paper, town.unit_head, by=person, now=timezone.now(), note="Urlaub")


def test_p08_a_draft_stays_in_its_unit(town: Town) -> None:
    paper = make_paper(by=town.clerk, is_public=False, secrecy_ground="property")
    for person in (town.outsider, town.council_member):
        assert [field for field, _ in refused(paper, person, by=town.clerk)] == ["colleague"]
    town.colleague.is_active = False
    town.colleague.save()
    assert [field for field, _ in refused(paper, town.colleague, by=town.clerk)] == ["colleague"]


def test_whoever_has_left_the_unit_gives_the_paper_away_and_reads_it_no_more(town: Town) -> None:
    paper = make_paper(by=town.clerk)
    town.clerk.appointments.update(unit=town.units["FB I"])
    give(paper, town.colleague, by=town.clerk)
    with clearance("user", town.clerk.pk):
        assert not permissions.desk_papers(town.clerk).filter(pk=paper.pk).exists()
    assert last(paper)["act"] == "hand_over"


@pytest.mark.usefixtures("system")
def test_v16_whoever_wrote_a_paper_does_not_release_it_after_giving_it_away(town: Town) -> None:
    writer = official("Bruno Basalt", "Büro", town.units["BM"], Office.CLERK)
    paper = make_paper(by=town.mayor, lead_unit=town.units["BM"])
    give(paper, writer, by=town.mayor)
    step(paper, SUBMIT, by=writer)
    found = transitions.expected_findings(fresh(paper), RELEASE, by=town.mayor, now=timezone.now())
    assert [row.rule for row in found if row.blocks] == ["V-16"]


@pytest.mark.usefixtures("system")
def test_o03_the_new_author_withdraws_the_draft_the_former_one_does_not(town: Town) -> None:
    paper = give(make_paper(by=town.clerk), town.colleague, by=town.clerk)
    with pytest.raises(NotPermitted):
        step(paper, WITHDRAW, by=town.clerk, note="Überholt.")
    step(paper, WITHDRAW, by=town.colleague, note="Überholt.")


def test_the_page_offers_the_unit_and_a_second_click_is_told(login: Login, town: Town) -> None:
    paper, desk = make_paper(by=town.clerk), login(town.clerk)
    address = reverse("paper-hand-over", args=[paper.pk])
    assert address in desk.get(reverse("paper-detail", args=[paper.pk])).content.decode()
    offered = desk.get(address).context["form"].fields["colleague"].queryset
    assert [str(person) for person in offered] == ["Frida Findling", "Lorenz Lehm"]
    assert summary(desk.post(address, {})) == [
        "Übergeben an: Wählen Sie eine Person aus dem federführenden Fachbereich."
    ]
    sent = {"colleague": str(town.colleague.pk), "note": "Urlaub"}
    assert [desk.post(address, sent).status_code for _ in range(2)] == [302, 409]
    assert desk.get(address).status_code == 403
    assert "Übergeben an Lorenz Lehm" in desk.get(reverse("paper-detail", args=[paper.pk])).content.decode()
