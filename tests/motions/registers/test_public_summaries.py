"""Bekanntgabe: what was resolved without the public is told in its essence, or why not (P-07, N-11)."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import PublicSummary, Treatment
from motions.rules import office_duties, public_summaries
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from tests.conftest import Login
from tests.meetings import make_meeting
from tests.people import Town
from tests.resolutions import resolve

NOW = timezone.now()
TODAY = timezone.localdate()
SECRET = "Verkauf an die Muster GmbH"
TOLD = "Die Stadt verkauft eine Gewerbefläche."


@pytest.fixture
def sale(town: Town) -> Treatment:
    """A sale the Rat has resolved without the public."""
    return resolve(town, subject=SECRET, is_public=False)


def decide(town: Town, sale: Treatment, text: str = TOLD, waiver: str = "") -> PublicSummary:
    with clearance("system"):
        known = PublicSummary.objects.filter(treatment=sale).first()
        version = known.version if known else 0
        return public_summaries.decide(
            sale, text=text, waiver=waiver, version=version, by=town.office, now=NOW
        )


def meeting_page(client: Client, sale: Treatment) -> str:
    answer = client.get(reverse("meeting", args=[sale.item.meeting.slug]))
    return str(answer.content.decode())


def test_p07_the_duty_stands_until_it_is_decided(town: Town, sale: Treatment, system: None) -> None:
    assert [row.pk for row in public_summaries.undecided()] == [sale.pk]
    duties = office_duties.of(town.office, on=TODAY)
    assert [(duty.rule, duty.text) for duty in duties] == [
        ("P-07", "1 nichtöffentlicher Beschluss ist nicht bekanntgegeben")
    ]
    decide(town, sale, text="", waiver="secrecy")
    assert (list(public_summaries.undecided()), office_duties.of(town.office, on=TODAY)) == ([], [])


@pytest.mark.parametrize("outcome", ["deferred", "noted", "recommended", "no_recommendation"])
def test_p07_only_resolutions_are_told(town: Town, system: None, outcome: str) -> None:
    role = "advisory" if outcome.endswith(("recommended", "recommendation")) else "deciding"
    row = resolve(town, subject=SECRET, is_public=False, role=role, outcome=outcome)
    assert list(public_summaries.undecided()) == []
    with pytest.raises(Refused):
        decide(town, row)


def test_p07_public_resolutions_are_told_anyway(town: Town, system: None) -> None:
    row = resolve(town)
    assert list(public_summaries.undecided()) == []
    with pytest.raises(Refused):
        decide(town, row)


def test_p07_everybody_reads_what_was_written_for_them_and_nothing_else(
    town: Town, sale: Treatment, client: Client
) -> None:
    before = meeting_page(client, sale)
    assert "Aus dem nichtöffentlichen Teil" not in before
    decide(town, sale)
    page = meeting_page(client, sale)
    assert (TOLD in page, SECRET in page, "Muster" in page) == (True, False, False)
    decide(town, sale, text="", waiver="organ")
    assert meeting_page(client, sale) == before
    assert PublicSummary.objects.count() == 0


def test_p07_what_is_withheld_leaves_no_empty_line(town: Town, sale: Treatment, login: Login) -> None:
    decide(town, sale, text="", waiver="secrecy")
    assert "Aus dem nichtöffentlichen Teil" not in meeting_page(login(town.office), sale)


def test_n11_it_is_text_or_reason(town: Town, sale: Treatment, system: None) -> None:
    for text, waiver in (("", ""), (TOLD, "organ"), ("  ", "")):
        with pytest.raises(Refused):
            decide(town, sale, text, waiver)
    fields = {"treatment": sale, "meeting": sale.item.meeting, "decided_by": town.office, "decided_at": NOW}
    for text, waiver in (("", ""), (TOLD, "organ")):
        with pytest.raises(IntegrityError), transaction.atomic():
            PublicSummary.objects.create(text=text, waiver=waiver, **fields)


def test_of_two_clerks_the_second_is_told(town: Town, sale: Treatment, system: None) -> None:
    decide(town, sale)
    with pytest.raises(OutdatedState):
        public_summaries.decide(sale, text="Anders", waiver="", version=0, by=town.office, now=NOW)
    with pytest.raises(NotPermitted):
        public_summaries.decide(sale, text="Anders", waiver="", version=1, by=town.mayor, now=NOW)


def test_nothing_told_is_lost(town: Town, sale: Treatment, system: None) -> None:
    row = decide(town, sale)
    decide(town, sale, "Die Stadt verkauft eine Fläche.")
    history = type(row).pgh_event_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]
    assert list(history.values_list("text", flat=True)) == [TOLD, "Die Stadt verkauft eine Fläche."]
    with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
        row.delete()


def test_the_office_writes_it_beside_the_resolution(town: Town, sale: Treatment, login: Login) -> None:
    client = login(town.office)
    assert SECRET in client.get(reverse("summary-list")).content.decode()
    address = reverse("summary-decide", args=[sale.pk])
    page = client.get(address).content.decode()
    assert (SECRET in page, "nichtöffentlich" in page.lower()) == (True, True)
    assert client.post(address, {"text": "", "waiver": "", "version": "0"}).status_code == 422
    assert client.post(address, {"text": TOLD, "waiver": "", "version": "0"}).status_code == 302
    assert TOLD in client.get(reverse("summary-list")).content.decode()
    assert login(town.clerk).get(address).status_code == 403


def test_a_stale_page_keeps_what_was_typed_beside_what_is_stored(
    town: Town, sale: Treatment, login: Login
) -> None:
    client, address = login(town.office), reverse("summary-decide", args=[sale.pk])
    sent = {"text": "Eine Fläche ist verkauft.", "waiver": "", "version": "0"}
    decide(town, sale)
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert (answer.status_code, TOLD in page, sent["text"] in page) == (409, True, True)
    with clearance("system"):
        assert PublicSummary.objects.get().text == TOLD
    version = answer.context["form"].data["version"]
    assert client.post(address, sent | {"version": version}).status_code == 302
    with clearance("system"):
        assert PublicSummary.objects.get().text == sent["text"]


def test_the_database_takes_summaries_of_secret_results_of_their_meeting_alone(
    town: Town, sale: Treatment, system: None
) -> None:
    public = resolve(town, by_organ="HFA")
    other = make_meeting(town.organs["Rat"])
    told = {"text": TOLD, "decided_by": town.office, "decided_at": NOW}
    for treatment, meeting in ((public, public.item.meeting), (sale, other)):
        with pytest.raises(Exception, match="non-public result"), transaction.atomic():
            PublicSummary.objects.create(treatment=treatment, meeting=meeting, **told)
