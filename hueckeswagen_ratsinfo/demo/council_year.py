"""Ein Jahr im Rat der Demo-Stadt (domain.md 7.4): papers and meetings in the order of time, with the votes as told.

With tie, recusal, referral, urgent decision, a sale in the non-public part, amendment and petition.
"""

import datetime as dt

from motions.models.choices import Outcome, RecusalGround

from . import papers
from .sitting import Sitting, plan
from .stage import Stage, at

CALENDAR = (
    ("HFA", (2023, 8, 15)),
    ("Rat", (2023, 9, 26)),
    ("Rat", (2023, 10, 24)),
    ("ASJF", (2023, 11, 7)),
    ("ASKS", (2023, 11, 9)),
    ("APBK", (2023, 11, 14)),
    ("RPA", (2023, 11, 16)),
    ("HFA", (2023, 11, 28)),
    ("Rat", (2023, 12, 12)),
    ("APBK", (2024, 1, 30)),
    ("Rat", (2024, 2, 6)),
    ("ASJF", (2024, 2, 20)),
    ("HFA", (2024, 3, 5)),
    ("APBK", (2024, 3, 12)),
    ("Rat", (2024, 3, 19)),
)
SILVER = "Rana Silberdistel"


def load_year(stage: Stage) -> None:
    """Everything from the summer of 2023 to the spring of 2024."""
    year = [plan(stage, organ, at(*day, 18).replace(minute=0), now=at(2023, 6, 1)) for organ, day in CALENDAR]
    papers.case_management(stage)
    _case_management(year[0], year[1])
    papers.budget(stage)
    _budget_is_brought_in(year[2])
    papers.climate_management(stage)
    papers.parental_fees(stage)
    _social_in_autumn(year[3])
    _only_budget(year[4], 7, 2, now=at(2023, 10, 27))
    _building_in_autumn(year[5])
    _only_budget(year[6], 5, 2, now=at(2023, 11, 3))
    papers.parental_fees_again(stage)
    papers.shelter_heating(stage)
    papers.plot(stage)
    _main_committee_in_autumn(year[7])
    _council_in_december(year[8])
    papers.fountains(stage)
    papers.one_fountain_first(stage)
    papers.fibre(stage)
    _fountains(year[9], year[10])
    papers.youth_club(stage)
    papers.speed_limit(stage)
    _social_in_spring(year[11])
    _main_committee_in_spring(year[12])
    _building_in_spring(year[13])
    _council_in_spring(year[14])


def _case_management(main: Sitting, council: Sitting) -> None:
    """4753: recommended by 9 to 1, adopted by 20 to 2 (domain.md 7.4)."""
    main.arrange(4753, now=at(2023, 8, 4), reports=("Bericht zur Haushaltslage",))
    main.invite(at(2023, 8, 4, 12))
    main.open()
    main.vote(4753, 9, 1, 1)
    main.close()
    main.tell(4753, "<p>Auf Nachfrage erläutert die Verwaltung, wie lange die Förderung zugesagt ist.</p>")
    main.sign(at(2023, 8, 29))
    council.arrange(4753, now=at(2023, 9, 8))
    council.invite(at(2023, 9, 11), notice=True)
    council.open("Henning Igelkolben")
    council.vote(4753, 20, 2, 2)
    council.close()
    council.sign(at(2023, 10, 10))


def _budget_is_brought_in(council: Sitting) -> None:
    """4758: noted, the committees go on with it."""
    council.arrange(4758, now=at(2023, 10, 11))
    council.invite(at(2023, 10, 11, 12), notice=True)
    council.open("Wim Zaunkönig", "Olga Pirolstimme")
    council.settle(4758, Outcome.NOTED, "Zur Beratung in die Ausschüsse.")
    council.close()
    council.sign(at(2023, 11, 7))


def _social_in_autumn(social: Sitting) -> None:
    """4758 and 4764; a substitute takes part."""
    social.arrange(4758, 4764, now=at(2023, 10, 25))
    social.invite(at(2023, 10, 25, 12))
    social.open("Mona Nachtigallweg")
    social.substitute("Mona Nachtigallweg")
    social.vote(4758, 9, 2)
    social.settle(4764, Outcome.NO_RECOMMENDATION, "Die Schulen sollen zuerst gehört werden.")
    social.close()
    social.sign(at(2023, 11, 21))


def _only_budget(committee: Sitting, yes: int, no: int, *, now: dt.datetime) -> None:
    """4758 in a committee that has nothing else to advise on this autumn."""
    committee.arrange(4758, now=now)
    committee.invite(now + dt.timedelta(hours=3))
    committee.open()
    committee.vote(4758, yes, no)
    committee.close()
    committee.sign(committee.clock + dt.timedelta(days=14))


def _building_in_autumn(building: Sitting) -> None:
    """4758 and 4761."""
    building.arrange(4758, 4761, now=at(2023, 11, 2))
    building.invite(at(2023, 11, 2, 12))
    building.open()
    building.vote(4758, 8, 3, 2)
    building.vote(4761, 13)
    building.close()
    building.sign(at(2023, 11, 28))


def _main_committee_in_autumn(main: Sitting) -> None:
    """4758, 4761, the Neufassung 4764/1 with an own wording, and the sale 4769 behind closed doors."""
    main.arrange(4758, 4761, 4764, 4769, now=at(2023, 11, 17, 10))
    main.invite(at(2023, 11, 17, 12))
    main.open("Dirk Eichelhäher")
    main.substitute("Dirk Eichelhäher")
    main.vote(4758, 7, 3, 1)
    main.vote(4761, 11)
    main.word(
        4764,
        "<p>Die Satzung über die Elternbeiträge wird beschlossen. Familien mit zwei Kindern zahlen nur für eines.</p>",
    )
    main.vote(4764, 8, 2, 1)
    main.vote(4769, 10, 0, 1)
    main.close()
    main.sign(at(2023, 12, 12))


def _council_in_december(council: Sitting) -> None:
    """Budget, climate management, parental fees as recommended (B-04), and the sale."""
    council.arrange(4758, 4761, 4764, 4769, now=at(2023, 12, 1))
    council.invite(at(2023, 12, 1, 12), notice=True)
    council.open("Uwe Veilchenhang")
    council.vote(4758, 15, 9)
    council.vote(4761, 24)
    council.word(4764)
    council.vote(4764, 18, 4, 2)
    council.vote(4769, 22, 1, 1)
    council.close()
    council.sign(at(2024, 1, 9))


def _fountains(building: Sitting, council: Sitting) -> None:
    """4771: the Änderungsantrag 4772 is adopted first, then the amended text (A-15, A-16); 4766 is approved."""
    one_first = (
        "<p>Die Verwaltung richtet zunächst am Schlossplatz einen Trinkbrunnen ein und berichtet danach.</p>"
    )
    building.arrange(4771, 4773, now=at(2024, 1, 19))
    building.invite(at(2024, 1, 19, 12))
    building.open()
    building.amend(4771, 8, 5)
    building.word(4771, one_first)
    building.vote(4771, 9, 3, 1)
    building.settle(4773, Outcome.NOTED)
    building.close()
    building.sign(at(2024, 2, 13))
    council.arrange(4771, now=at(2024, 1, 26))
    council.invite(at(2024, 1, 26, 12), notice=True)
    council.open("Tilda Uhufeder")
    council.vote(4766, 24)
    council.word(4771)
    council.vote(4771, 14, 8, 2)
    council.close()
    council.sign(at(2024, 2, 20))


def _social_in_spring(social: Sitting) -> None:
    """4775: a member of the board is befangen and leaves the room (R-01)."""
    social.arrange(4775, now=at(2024, 2, 9))
    social.invite(at(2024, 2, 9, 12))
    social.open()
    social.recuse(4775, SILVER, RecusalGround.BOARD)
    social.vote(4775, 6, 3, 1)
    social.close()
    social.sign(at(2024, 3, 5))


def _main_committee_in_spring(main: Sitting) -> None:
    """4775 again, and the petition 4778 is referred (O-01)."""
    main.arrange(4775, 4778, now=at(2024, 2, 23, 10))
    main.invite(at(2024, 2, 23, 12))
    main.open()
    main.recuse(4775, SILVER, RecusalGround.BOARD)
    main.vote(4775, 5, 4, 1)
    main.settle(4778, Outcome.REFERRED, "Zuerst soll der Fachausschuss beraten.", refer_to="APBK")
    main.close()
    main.sign(at(2024, 3, 19))


def _building_in_spring(building: Sitting) -> None:
    """4778 comes back from its referral at short notice."""
    building.arrange(4778, now=at(2024, 3, 6))
    building.invite(at(2024, 3, 6, 12))
    building.open()
    building.vote(4778, 9, 2, 2)
    building.close()
    building.sign(at(2024, 3, 26))


def _council_in_spring(council: Sitting) -> None:
    """4775: 12 to 12 with one member recused, so it is rejected (A-01); 4778 is adopted."""
    council.arrange(4775, 4778, now=at(2024, 3, 8))
    council.invite(at(2024, 3, 8, 12), notice=True)
    council.open()
    council.recuse(4775, SILVER, RecusalGround.BOARD)
    council.vote(4775, 12, 12)
    council.vote(4778, 19, 4, 2)
    council.close()
    council.sign(at(2024, 4, 9))
