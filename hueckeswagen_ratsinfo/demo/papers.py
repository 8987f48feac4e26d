"""Die Vorlagen der Demo-Stadt (domain.md 7.4), each lived through the rules in its time; council_year.py says when."""

from motions.models import Paper, Person, UrgentDecision
from motions.models.choices import SuccessorKind
from motions.models.urgent import UrgencyLevel
from motions.rules import amendments, drafting, successors, urgent
from motions.rules.workflow import RELEASE, REQUEST_CO_SIGNATURES, RETURN, SUBMIT

from . import annexes
from .cast import MAYOR
from .staffing import propose_case_management
from .stage import Stage, at
from .text import rich
from .texts import building, finance, groups, order, social


def case_management(stage: Stage) -> None:
    """4753: released "i. V." while the mayor is on holiday."""
    by = "Selma Schiefer"
    invite = (stage.notes("FB I"), stage.notes("FB IV"))
    text = social.CASE_MANAGEMENT
    paper = stage.write(text, 4753, by=by, unit="FB II", now=at(2023, 7, 26), invite=invite)
    propose_case_management(stage, paper)
    tasks = annexes.case_management_tasks()
    stage.attach(paper, tasks, "Aufgabenbeschreibung", "aufgaben.pdf", by=by, now=at(2023, 7, 27))
    stage.act(paper, REQUEST_CO_SIGNATURES, by=by, now=at(2023, 7, 28))
    stage.sign(paper, now=at(2023, 8, 1))
    stage.act(paper, SUBMIT, by=by, now=at(2023, 8, 2))
    stage.act(paper, RELEASE, by="Konrad Kupferhammer", now=at(2023, 8, 3, 10))


def budget(stage: Stage) -> None:
    """4758: released by the mayor, on its way through all committees."""
    by = "Karin Kreide"
    invite = tuple(stage.notes(unit) for unit in ("FB II", "FB III", "FB IV"))
    paper = stage.write(finance.BUDGET, 4758, by=by, unit="FB I", now=at(2023, 10, 2), invite=invite)
    stage.act(paper, REQUEST_CO_SIGNATURES, by=by, now=at(2023, 10, 4))
    stage.sign(paper, now=at(2023, 10, 6))
    stage.act(paper, SUBMIT, by=by, now=at(2023, 10, 9))
    stage.act(paper, RELEASE, by=MAYOR, now=at(2023, 10, 10))


def climate_management(stage: Stage) -> None:
    """4761: co-signed by two units, the Kämmerei, the personnel office and the equal opportunities officer."""
    by = "Bea Basalt"
    due_on = at(2023, 10, 25).date()
    invite = (stage.co_signs("FB II", due_on), stage.co_signs("FB IV", due_on), stage.notes("FB I", due_on))
    text = building.CLIMATE_MANAGEMENT
    paper = stage.write(text, 4761, by=by, unit="FB III", now=at(2023, 10, 16), invite=invite)
    stage.act(paper, REQUEST_CO_SIGNATURES, by=by, now=at(2023, 10, 18))
    stage.sign(paper, now=at(2023, 10, 24))
    stage.act(paper, SUBMIT, by=by, now=at(2023, 10, 27), note="Mit der Personalstelle abgestimmt.")
    stage.act(paper, RELEASE, by=MAYOR, now=at(2023, 10, 30))


def parental_fees(stage: Stage) -> None:
    """4764: the first text, before the committee has spoken."""
    by = "Lorenz Lehm"
    invite = (stage.notes("FB I"),)
    paper = stage.write(social.PARENTAL_FEES, 4764, by=by, unit="FB II", now=at(2023, 10, 16), invite=invite)
    stage.act(paper, REQUEST_CO_SIGNATURES, by=by, now=at(2023, 10, 17))
    stage.sign(paper, now=at(2023, 10, 19))
    stage.act(paper, SUBMIT, by=by, now=at(2023, 10, 20))
    stage.act(paper, RELEASE, by=MAYOR, now=at(2023, 10, 23))


def parental_fees_again(stage: Stage) -> None:
    """4764/1: the Neufassung after the committee has spoken replaces the first text (V-03)."""
    by = "Lorenz Lehm"
    invite = (stage.notes("FB I"),)
    paper = Paper.objects.get(reference_number=4764, reference_suffix=None)
    successor = successors.create_successor(
        paper, SuccessorKind.REPLACEMENT, by=stage.accounts[by], now=at(2023, 11, 13)
    )
    stage.rewrite(successor, social.PARENTAL_FEES_AGAIN, by=by, now=at(2023, 11, 13, 11), invite=invite)
    statute = annexes.fee_statute()
    stage.attach(successor, statute, "Entwurf der Satzung", "satzung.pdf", by=by, now=at(2023, 11, 13, 12))
    stage.act(successor, REQUEST_CO_SIGNATURES, by=by, now=at(2023, 11, 14))
    stage.sign(successor, now=at(2023, 11, 15))
    stage.act(successor, SUBMIT, by=by, now=at(2023, 11, 16))
    stage.act(successor, RELEASE, by=MAYOR, now=at(2023, 11, 17))


def shelter_heating(stage: Stage) -> None:
    """4766: decided by mayor and one member of the Rat, who approves it in the next meeting (§ 60 GO NRW)."""
    by = "Oda Opal"
    paper = stage.write(
        order.SHELTER_HEATING,
        4766,
        by=by,
        unit="FB IV",
        now=at(2023, 12, 12),
        kind="urgent_decision",
        invite=(stage.notes("FB II"),),
    )
    stage.act(paper, REQUEST_CO_SIGNATURES, by=by, now=at(2023, 12, 12, 11))
    stage.sign(paper, now=at(2023, 12, 12, 14))
    stage.act(paper, SUBMIT, by=by, now=at(2023, 12, 13))
    stage.act(paper, RELEASE, by=MAYOR, now=at(2023, 12, 14))
    _decide_urgently(stage, paper)


def _decide_urgently(stage: Stage, paper: Paper) -> None:
    day = at(2023, 12, 12).date()
    decision = UrgentDecision(
        paper=paper,
        level=UrgencyLevel.MAYOR,
        organ=stage.organs["Rat"],
        decided_on=day,
        needed_by=day,
        why_no_meeting="Weder der Rat noch der Haupt- und Finanzausschuss konnten in zwei Tagen zusammentreten.",
        disadvantage="In der Unterkunft leben 46 Menschen bei 11 °C ohne Heizung.",
        decided_by=stage.accounts[MAYOR],
        signed_on=day,
        second_person=Person.objects.get(last_name="Ahornblatt"),
        second_signed_on=day,
    )
    office = stage.accounts["Silas Sandstein"]
    urgent.record_decision(
        decision,
        note="Die Sitzung des Rates am selben Abend war schon eingeladen.",
        by=office,
        now=at(2023, 12, 14, 11),
    )


def plot(stage: Stage) -> None:
    """4769: non-public and released; the buyer's name and offer stay inside."""
    by = "Timo Torf"
    invite = (stage.notes("FB I"),)
    paper = stage.write(building.PLOT, 4769, by=by, unit="FB III", now=at(2023, 11, 6), invite=invite)
    letter = annexes.offer_of_buyer()
    stage.attach(
        paper, letter, "Kaufangebot", "kaufangebot.pdf", by=by, now=at(2023, 11, 6, 11), public=False
    )
    stage.act(paper, REQUEST_CO_SIGNATURES, by=by, now=at(2023, 11, 6, 12))
    stage.sign(paper, now=at(2023, 11, 8))
    stage.act(paper, SUBMIT, by=by, now=at(2023, 11, 9, 14))
    stage.act(paper, RELEASE, by=MAYOR, now=at(2023, 11, 13))


def fountains(stage: Stage) -> None:
    """4771: a motion in the group's own words, with a comment of the administration (V-17), released."""
    by = "Silas Sandstein"
    text = groups.FOUNTAINS
    paper = stage.write(text, 4771, by=by, unit="FB III", now=at(2023, 11, 22, 15), kind="motion", group="GF")
    clerk = stage.accounts["Bea Basalt"]
    paper.refresh_from_db()
    comment = drafting.Draft({"administration_comment": rich(building.FOUNTAIN_COMMENT)})
    drafting.save_draft(paper, comment, version=paper.version, by=clerk, now=at(2023, 11, 29))
    stage.act(paper, SUBMIT, by=by, now=at(2023, 12, 1))
    stage.act(paper, RELEASE, by=MAYOR, now=at(2023, 12, 4))


def one_fountain_first(stage: Stage) -> None:
    """4772: the Änderungsantrag to 4771, released, voted before it (A-15)."""
    by = "Silas Sandstein"
    motion = Paper.objects.get(reference_number=4771)
    amendment = amendments.begin_amendment(
        motion, stage.organs["SL"], by=stage.accounts[by], now=at(2023, 12, 6)
    )
    stage.rewrite(amendment, groups.ONE_FOUNTAIN_FIRST, by=by, now=at(2023, 12, 6, 10))
    stage.act(amendment, SUBMIT, by=by, now=at(2023, 12, 7))
    stage.act(amendment, RELEASE, by=MAYOR, now=at(2023, 12, 8))


def fibre(stage: Stage) -> None:
    """4773: an inquiry, released; the answer 4773/1 is returned with a reason, and the Fraktion does not see it yet."""
    office, by = "Silas Sandstein", "Bea Basalt"
    text = groups.FIBRE_QUESTIONS
    inquiry = stage.write(
        text, 4773, by=office, unit="FB III", now=at(2023, 11, 28), kind="inquiry", group="LB"
    )
    stage.act(inquiry, SUBMIT, by=office, now=at(2023, 11, 28, 11))
    stage.act(inquiry, RELEASE, by=MAYOR, now=at(2023, 11, 29))
    answer = successors.create_successor(
        inquiry, SuccessorKind.ANSWER, by=stage.accounts[by], now=at(2023, 12, 4)
    )
    stage.rewrite(answer, building.FIBRE, by=by, now=at(2023, 12, 4, 11))
    stage.act(answer, SUBMIT, by=by, now=at(2023, 12, 5))
    reason = (
        "Bitte nennen Sie die Ortschaften ohne Planung beim Namen und klären Sie den Termin mit dem Kreis."
    )
    stage.act(answer, RETURN, by=MAYOR, now=at(2023, 12, 6), note=reason)


def youth_club(stage: Stage) -> None:
    """4775: returned once by the Ratsbüro, then released; a member of the Rat sits on the board of the club."""
    by = "Selma Schiefer"
    invite = (stage.notes("FB I"),)
    paper = stage.write(social.YOUTH_CLUB, 4775, by=by, unit="FB II", now=at(2024, 1, 15), invite=invite)
    stage.act(paper, REQUEST_CO_SIGNATURES, by=by, now=at(2024, 1, 16))
    reason = "Bitte ergänzen Sie die Stellungnahme des Jugendzentrums und die Auswirkungen auf das Klima."
    stage.act(paper, RETURN, by="Silas Sandstein", now=at(2024, 1, 18), note=reason)
    stage.act(paper, REQUEST_CO_SIGNATURES, by=by, now=at(2024, 1, 22))
    stage.sign(paper, now=at(2024, 1, 24))
    stage.act(paper, SUBMIT, by=by, now=at(2024, 1, 25), note="Die Stellungnahme liegt vor.")
    stage.act(paper, RELEASE, by=MAYOR, now=at(2024, 1, 29))


def speed_limit(stage: Stage) -> None:
    """4778: a petition; its text changed after the co-signature, which was asked for again (M-04)."""
    by = "Oda Opal"
    paper = stage.write(
        order.SPEED_LIMIT,
        4778,
        by=by,
        unit="FB IV",
        now=at(2024, 1, 22),
        kind="petition",
        invite=(stage.co_signs("FB III", at(2024, 2, 2).date()),),
    )
    stage.act(paper, REQUEST_CO_SIGNATURES, by=by, now=at(2024, 1, 23))
    stage.sign(paper, "FB III", now=at(2024, 1, 25))
    stage.rewrite(paper, order.SPEED_LIMIT_CHANGED, by=by, now=at(2024, 1, 29))
    stage.sign(paper, "FB III", now=at(2024, 1, 31))
    stage.act(paper, SUBMIT, by=by, now=at(2024, 2, 5), note="Die Person hat zugestimmt.")
    stage.act(paper, RELEASE, by=MAYOR, now=at(2024, 2, 8))
