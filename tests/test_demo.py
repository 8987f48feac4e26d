"""The demo town: counts, the ten papers in their states, and what each person sees of them."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from pytest_django import DjangoDbBlocker

from hueckeswagen_ratsinfo import demo
from hueckeswagen_ratsinfo.demo.cards import grouped_cast
from motions.models import (
    AgendaItem,
    Attachment,
    AudioRecording,
    ImplementationTask,
    InspectionRequest,
    Interest,
    IssuedDocument,
    MeetingDemand,
    Membership,
    Minutes,
    Organization,
    Paper,
    PaperTemplate,
    Person,
    PublicSummary,
    Recusal,
    ReferenceCounter,
    Release,
    Seating,
    SubstituteMembership,
    User,
)
from motions.models.choices import MembershipRole
from motions.models.period import holds_on
from motions.rules import co_signing, invariants, memberships, permissions, personal_data
from motions.rules.clearance import clearance
from tests.demo_town import DemoTown

STATES = {
    "4753": "released",
    "4758": "released",
    "4761": "released",
    "4764": "superseded",
    "4764/1": "released",
    "4766": "released",
    "4769": "released",
    "4771": "released",
    "4772": "released",
    "4773": "released",
    "4773/1": "returned",
    "4775": "released",
    "4778": "released",
    "4779": "co_signing",
    "4780": "submitted",
    "4781": "returned",
    "4782": "co_signing",
    "4783": "released",
    "4784": "released",
    "4785": "released",
    "": "draft",
}
SECRET = {"4769", "4784"}
PUBLIC = {name for name, status in STATES.items() if status in ("released", "superseded")} - SECRET
# Organ and day of each meeting held in the year of domain.md 7.4, with outcome and votes of its papers.
RESULTS = {
    "HFA 2023-08-15": {"4753": ("recommended", 9, 1, 1)},
    "Rat 2023-09-26": {"4753": ("adopted", 20, 2, 2)},
    "Rat 2023-10-24": {"4758": ("noted",)},
    "ASJF 2023-11-07": {"4758": ("recommended", 9, 2, 0), "4764": ("no_recommendation",)},
    "ASKS 2023-11-09": {"4758": ("recommended", 7, 2, 0)},
    "APBK 2023-11-14": {"4758": ("recommended", 8, 3, 2), "4761": ("recommended", 13, 0, 0)},
    "RPA 2023-11-16": {"4758": ("recommended", 5, 2, 0)},
    "HFA 2023-11-28": {
        "4758": ("recommended", 7, 3, 1),
        "4761": ("recommended", 11, 0, 0),
        "4764/1": ("recommended_amended", 8, 2, 1),
        "4769": ("recommended", 10, 0, 1),
    },
    "Rat 2023-12-12": {
        "4758": ("adopted", 15, 9, 0),
        "4761": ("adopted", 24, 0, 0),
        "4764/1": ("adopted_amended", 18, 4, 2),
        "4769": ("adopted", 22, 1, 1),
    },
    "APBK 2024-01-30": {"4771": ("recommended_amended", 9, 3, 1), "4773": ("noted",)},
    "Rat 2024-02-06": {"4766": ("approved", 24, 0, 0), "4771": ("adopted_amended", 14, 8, 2)},
    "ASJF 2024-02-20": {"4775": ("recommended", 6, 3, 1)},
    "HFA 2024-03-05": {"4775": ("recommended", 5, 4, 1), "4778": ("referred",)},
    "APBK 2024-03-12": {"4778": ("recommended", 9, 2, 2)},
    "Rat 2024-03-19": {"4775": ("rejected", 12, 12, 0), "4778": ("adopted", 19, 4, 2)},
}


def name_of(row: Paper) -> str:
    """The number without unit and year; those of papers under way count from the day of loading."""
    parts = (row.reference_number, row.reference_suffix)
    return "/".join(str(part) for part in parts if part is not None)


def paper(name: str) -> Paper:
    return next(row for row in Paper.objects.all() if name_of(row) == name)


def seen_by(name: str) -> set[str]:
    first, last = name.split()
    user = User.objects.get(first_name=first, last_name=last)
    with clearance("user", user.pk):
        return {name_of(row) for row in permissions.visible_papers(user)}


def told(item: AgendaItem) -> tuple[object, ...]:
    """The outcome with the votes on the main text."""
    main = item.treatment.ballots.filter(kind="main").values_list("yes_count", "no_count", "abstention_count")
    return (item.treatment.outcome, *(main.first() or ()))


BEYOND_THE_PUBLIC = {
    "Clara Schlossgarten": set(STATES) - PUBLIC,
    "Silas Sandstein": set(STATES) - PUBLIC,
    "Selma Schiefer": {"", "4781", "4779", "4780"},
    "Marta Münzstein": {"4781", "4779", "4769", "4784"},
    "Bea Basalt": {"4779", "4769", "4784", "4773/1", "4782"},
    "Oda Opal": {"4780", "4782", "4779"},
    "Ada Ahornblatt": SECRET,
    "Vera Waldkauz": SECRET,
    "Yasmin Brombeer": set(),
    "Emil Mohnfeld": set(),
    "Alma Achat": set(),
}


@pytest.fixture(scope="module")
def loaded_town(demo_town: DemoTown, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The whole town, as the command loads it into an empty database."""
    with django_db_blocker.unblock(), demo_town.copied():
        yield


@pytest.mark.usefixtures("loaded_town")
class TestLoadedTown(TestCase):
    """One load for all that only look."""

    def test_it_is_loaded_once(self) -> None:
        with pytest.raises(CommandError, match="gibt es schon Konten"):
            call_command("demo")

    def test_people_and_seats(self) -> None:
        today = Membership.objects.filter(holds_on(permissions.today()))
        votes = Counter(today.filter(has_vote=True).values_list("organization__short_name", flat=True))
        assert Person.objects.count() == 32
        assert User.objects.filter(person__isnull=False).count() == 32
        assert votes == {
            "Rat": 25,
            "HFA": 11,
            "RPA": 7,
            "ASJF": 11,
            "ASKS": 9,
            "APBK": 13,
            "WPA": 5,
            "BMi": 9,
            "SL": 6,
            "GF": 4,
            "FBW": 2,
            "LB": 2,
        }

    def test_statutory_numbers_and_quorum(self) -> None:
        """More than half of the statutory number must be present (§ 49 GO NRW)."""
        numbers = dict(
            Seating.objects.filter(term__name="2020–2025").values_list(
                "organization__short_name", "statutory_member_count"
            )
        )
        assert numbers == {"Rat": 25, "HFA": 11, "RPA": 7, "ASJF": 11, "ASKS": 9, "APBK": 13, "WPA": 5}
        assert {numbers[name] // 2 + 1 for name in ("Rat", "HFA")} == {13, 6}
        assert Seating.objects.count() == 14

    def test_memberships_are_lawful(self) -> None:
        day = permissions.today()
        organs = Organization.objects.exclude(organization_type="parliamentary_group")
        wrong = [finding for organ in organs for finding in memberships.check_balance(organ, on=day)]
        for row in Membership.objects.select_related("organization"):
            wrong += memberships.check_role(row.organization, row.role)
        assert wrong == []

    def test_chairs_and_deputies_hold_their_office_for_a_term(self) -> None:
        rows = Membership.objects.filter(starts_on=dt.date(2020, 11, 1), ends_on=dt.date(2025, 10, 31))
        chairs = rows.filter(role=MembershipRole.CHAIR).exclude(
            organization__organization_type="parliamentary_group"
        )
        assert dict(chairs.values_list("organization__short_name", "person__last_name")) == {
            "Rat": "Schlossgarten",
            "HFA": "Schlossgarten",
            "RPA": "Otterbach",
            "ASJF": "Kleiberfeder",
            "ASKS": "Distelfink",
            "APBK": "Quellmoos",
            "WPA": "Mauersegler",
        }
        deputies = rows.filter(role=MembershipRole.DEPUTY_MAYOR)
        assert dict(deputies.values_list("rank", "person__last_name")) == {
            1: "Bachkiesel",
            2: "Nachtigallweg",
        }
        assert not Membership.objects.filter(ends_on=None).exists()

    def test_q08_substitutes_stand_in_order_and_come_from_the_same_group(self) -> None:
        rows = SubstituteMembership.objects.filter(
            holds_on(permissions.today()),
            organization__short_name="HFA",
            parliamentary_group__short_name="GF",
        )
        assert list(rows.values_list("position", "person__last_name")) == [
            (1, "Quellmoos"),
            (2, "Taubnessel"),
        ]

    @clearance("system")
    def test_papers_in_their_states(self) -> None:
        papers = Paper.objects.order_by("reference_number")
        assert {name_of(row): row.status for row in papers} == STATES
        assert len({row.slug for row in papers}) == len(STATES)
        assert ReferenceCounter.objects.get().last == 4785
        assert paper("4753").reference == "FB II/4753/2023"

    @clearance("system")
    def test_a_year_of_council_life_with_its_votes(self) -> None:
        """Golden votes of domain.md 7.4: tie, recusal, referral, urgent decision, sale, amendment, petition."""
        items = AgendaItem.objects.filter(consultation__isnull=False, meeting__status="closed")
        results: dict[str, dict[str, tuple[object, ...]]] = {}
        for item in items.select_related("meeting__organization", "consultation__paper", "treatment"):
            key = f"{item.meeting.organization.short_name} {item.meeting.held_on}"
            assert item.consultation is not None
            results.setdefault(key, {})[name_of(item.consultation.paper)] = told(item)
        assert results == RESULTS

    @clearance("system")
    def test_who_is_recused_takes_no_part(self) -> None:
        rows = Recusal.objects.order_by("item__meeting__starts_at")
        assert {str(row.person) for row in rows} == {"Rana Silberdistel"}
        assert [row.item.treatment.ballots.get().voters for row in rows] == [10, 10, 24]

    @clearance("system")
    def test_what_was_resolved_is_to_be_carried_out(self) -> None:
        number = "treatment__item__consultation__paper__reference_number"
        tasks = ImplementationTask.objects.order_by(number).values_list(number, flat=True)
        assert list(tasks) == [4753, 4758, 4761, 4764, 4766, 4769, 4771, 4778]
        states = dict(ImplementationTask.objects.values_list(number, "status"))
        assert {key: state for key, state in states.items() if state != "done"} == {
            4764: "reported",
            4771: "open",
        }

    @clearance("system")
    def test_the_registers_of_the_office_hold_an_example_each(self) -> None:
        counts = [
            model._default_manager.count()
            for model in (MeetingDemand, AudioRecording, InspectionRequest, PublicSummary, Interest)
        ]
        assert counts == [1, 1, 2, 1, 1]

    @clearance("system")
    def test_the_minutes_of_the_year_are_signed(self) -> None:
        assert Counter(Minutes.objects.values_list("status", flat=True)) == {"signed": 15, "draft": 1}

    @clearance("system")
    def test_the_invariants_hold(self) -> None:
        assert [text for text in invariants.broken() if "noch nicht hergestellt" not in text] == []

    @clearance("system")
    def test_case_management_was_released_in_representation(self) -> None:
        release = Release.objects.get(paper=paper("4753"))
        assert (release.released_by.last_name, release.in_representation, release.substitution_ground) == (
            "Kupferhammer",
            True,
            "Urlaub",
        )
        content = IssuedDocument.objects.get(release=release, edition="public").content
        assert content["wordings"] == [
            {
                "organization": "Haupt- und Finanzausschuss",
                "text": "Der Haupt- und Finanzausschuss empfiehlt dem Rat, wie folgt zu beschließen:",
            },
            {"organization": "Rat", "text": "Der Rat beschließt:"},
        ]
        assert content["release"]["label"] == "Bürgermeister o.V.i.A."
        assert content["financial"]["totals"] == {
            "expense": "356126.03",
            "income": "242250.00",
            "own_share": "113876.03",
        }
        assert [row["acknowledged_on"] for row in content["participations"]] == ["2023-08-01", "2023-08-01"]

    @clearance("system")
    def test_an_open_and_an_overdue_co_signature_wait(self) -> None:
        rows = {row.participation.name: row for row in co_signing.standings(paper("4779"))}
        assert not rows["FB II"].is_open
        assert rows["Kämmerei"].is_open
        assert rows["FB IV"].is_open
        assert rows["FB IV"].participation.due_on == permissions.today() - dt.timedelta(days=3)

    @clearance("system")
    def test_a_co_signature_is_outdated(self) -> None:
        [row] = co_signing.standings(paper("4782"))
        assert (row.participation.name, row.is_outdated) == ("FB III", True)

    @clearance("system")
    def test_the_annexes_hide_nothing_and_can_be_read_aloud(self) -> None:
        assert [row.hidden for row in Attachment.objects.all()] == [[]] * 3

    @clearance("system")
    def test_no_text_of_the_demo_speaks_of_a_person(self) -> None:
        assert [finding.about for row in Paper.objects.all() for finding in personal_data.findings(row)] == []

    @clearance("system")
    def test_every_number_stands_once(self) -> None:
        numbers = Counter(Paper.objects.values_list("reference_number", "reference_suffix"))
        assert set(numbers.values()) == {1}

    @clearance("system")
    def test_the_petitioner_is_named_nowhere(self) -> None:
        row = paper("4782")
        assert not re.search(r"\b(Herrn?|Frau)\b", row.statement + row.subject + row.draft_resolution)

    @clearance("system")
    def test_the_buyer_stands_in_internal_documents_only(self) -> None:
        texts = [
            *Paper.objects.filter(is_public=True).values_list("statement", "draft_resolution", "subject"),
            *IssuedDocument.objects.filter(edition="public").values_list("content"),
        ]
        assert "Wieselwerk" not in str(texts)
        assert "Wieselwerk" in paper("4769").draft_resolution

    def test_the_public_sees_released_public_papers_only(self) -> None:
        assert {name_of(row) for row in permissions.public_papers()} == PUBLIC
        assert {name_of(row) for row in Paper.objects.all()} == PUBLIC

    def test_what_each_person_sees(self) -> None:
        assert {name: seen_by(name) - PUBLIC for name in BEYOND_THE_PUBLIC} == BEYOND_THE_PUBLIC
        assert all(seen_by(name) >= PUBLIC for name in BEYOND_THE_PUBLIC)

    def test_templates_offer_a_beratungsfolge(self) -> None:
        assert PaperTemplate.objects.count() == 9
        assert not PaperTemplate.objects.filter(consultations__isnull=True).exists()

    def test_nobody_has_a_password(self) -> None:
        assert [user.email for user in User.objects.all() if user.has_usable_password()] == []

    def test_documents_are_made_at_once_when_asked(self) -> None:
        assert demo.make_documents() == 16
        assert demo.make_documents() == 0

    def test_the_page_logs_in_as_anybody_of_the_cast(self) -> None:
        page = self.client.get("/demo/").content.decode()
        everybody = User.objects.exclude(first_name="").values_list("first_name", "last_name", "email")
        assert len(everybody) == 16 + 31 + 1
        for first, last, email in everybody:
            assert f"{first} {last}" in page
            assert self.client.post("/demo/", {"email": email}).headers["Location"] == "/start/"
            assert self.client.session["_auth_user_id"] == str(User.objects.get(email=email).pk)

    def test_the_cards_promise_what_there_is(self) -> None:
        """Each paper a card names is there in the state the sentence says."""
        named = {
            card.name: re.findall(r"\d{4}(?:/\d)?", card.tries)
            for _group, cards in grouped_cast()
            for card in cards
        }
        states = {name: [STATES[number] for number in numbers] for name, numbers in named.items() if numbers}
        assert states == {
            "Marta Münzstein": ["co_signing"],
            "Selma Schiefer": ["returned"],
            "Lorenz Lehm": ["released"],
            "Gero Granit": ["co_signing"],
            "Bea Basalt": ["returned"],
            "Henrike Holzbrücke": ["submitted"],
            "Quentin Rotkehlchen": ["released"],
        }
        self.client.post("/demo/", {"email": "marta.muenzstein@hueckeswagen.example"})
        assert "4779" in self.client.get("/arbeit/").content.decode()

    def test_the_page_logs_in_nobody_else(self) -> None:
        User.objects.create_user("fremd@example.org", first_name="Frieda", last_name="Fremd")
        assert self.client.post("/demo/", {"email": "fremd@example.org"}).status_code == 404
        assert "_auth_user_id" not in self.client.session


@override_settings(DEMO=False)
def test_the_command_refuses_a_production_system(db: None) -> None:
    with pytest.raises(CommandError, match="produktiv"):
        call_command("demo")
