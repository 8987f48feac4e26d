"""Was gerade auf den Tischen liegt: papers under way and the next meetings, counted from the day of loading."""

import datetime as dt

from django.utils import timezone

from motions.rules.workflow import RELEASE, REQUEST_CO_SIGNATURES, RETURN, SUBMIT

from .cast import MAYOR
from .sitting import Sitting, plan
from .stage import BERLIN, Stage
from .texts import present, social

_SOCIAL, _BUILDING, _MAIN, _COUNCIL = 19, 20, 13, 25


def load_present(stage: Stage) -> None:
    """Seven papers in seven states, a meeting just held, one invited, others planned."""
    meetings = {
        organ: plan(stage, organ, _at(days, 18), now=_at(-60))
        for organ, days in (("HFA", _MAIN), ("ASJF", _SOCIAL), ("APBK", _BUILDING), ("Rat", _COUNCIL))
    }
    held = plan(stage, "ASKS", _at(-16, 18), now=_at(-60))
    stairs(stage)
    market(stage)
    holidays(stage)
    crossing(stage)
    library(stage)
    roof(stage)
    benches(stage)
    first_experiences(stage)
    _school(held)
    _main_committee(meetings["HFA"])


def _at(days: int, hour: int = 9) -> dt.datetime:
    """A moment counted from today; weekends are no matter of the demo."""
    day = timezone.localdate() + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(hour), tzinfo=BERLIN)


def _day(days: int) -> dt.date:
    return _at(days).date()


def stairs(stage: Stage) -> None:
    """4779: in co-signing; some have signed, the Kämmerei has not, one deadline has passed."""
    by, due_on = "Bea Basalt", _day(-3)
    invite = (stage.co_signs("FB II", due_on), stage.co_signs("FB IV", due_on), stage.notes("FB I", due_on))
    text = present.stairs(_day(-14), _day(_BUILDING), _day(_COUNCIL))
    paper = stage.write(text, 4779, by=by, unit="FB III", now=_at(-14), invite=invite)
    stage.act(paper, REQUEST_CO_SIGNATURES, by=by, now=_at(-12))
    stage.sign(paper, "FB II", now=_at(-9))


def market(stage: Stage) -> None:
    """4780: submitted and waiting for release."""
    by = "Oda Opal"
    text = present.market(_day(-10), _day(_MAIN), _day(_COUNCIL))
    paper = stage.write(text, 4780, by=by, unit="FB IV", now=_at(-10), invite=(stage.notes("FB II"),))
    stage.act(paper, REQUEST_CO_SIGNATURES, by=by, now=_at(-9))
    stage.sign(paper, now=_at(-7))
    stage.act(paper, SUBMIT, by=by, now=_at(-2), note="Der Einzelhandel ist gehört.")


def holidays(stage: Stage) -> None:
    """4781: returned from its co-signing by the Ratsbüro; somebody is still writing."""
    by = "Selma Schiefer"
    text = present.holidays(_day(-8), _day(_SOCIAL), _day(_COUNCIL))
    paper = stage.write(text, 4781, by=by, unit="FB II", now=_at(-8), invite=(stage.notes("FB I"),))
    stage.act(paper, REQUEST_CO_SIGNATURES, by=by, now=_at(-7))
    reason = "Bitte ergänzen Sie die Stellungnahme des Jugendzentrums und die Auswirkungen auf das Klima."
    stage.act(paper, RETURN, by="Silas Sandstein", now=_at(-4), note=reason)


def crossing(stage: Stage) -> None:
    """4782: a petition whose text changed after the co-signature (M-04); no petitioner is named anywhere."""
    by = "Oda Opal"
    text = present.crossing(_day(-12), _day(_BUILDING))
    paper = stage.write(
        text,
        4782,
        by=by,
        unit="FB IV",
        now=_at(-12),
        kind="petition",
        invite=(stage.co_signs("FB III", _day(5)),),
    )
    stage.act(paper, REQUEST_CO_SIGNATURES, by=by, now=_at(-11))
    stage.sign(paper, "FB III", now=_at(-6))
    stage.rewrite(paper, present.crossing_changed(text), by=by, now=_at(-5))


def library(stage: Stage) -> None:
    """4783: released for the next meetings."""
    by = "Lorenz Lehm"
    text = present.library(_day(-20), _day(_MAIN), _day(_COUNCIL))
    paper = stage.write(text, 4783, by=by, unit="FB II", now=_at(-20), invite=(stage.notes("FB I"),))
    stage.act(paper, REQUEST_CO_SIGNATURES, by=by, now=_at(-19))
    stage.sign(paper, now=_at(-17))
    stage.act(paper, SUBMIT, by=by, now=_at(-16), note="Die Förderung ist zugesagt.")
    stage.act(paper, RELEASE, by=MAYOR, now=_at(-15))


def roof(stage: Stage) -> None:
    """4784: non-public, released for the next meetings."""
    by = "Timo Torf"
    text = present.roof(_day(-19), _day(_MAIN), _day(_COUNCIL))
    paper = stage.write(text, 4784, by=by, unit="FB III", now=_at(-19), invite=(stage.notes("FB I"),))
    stage.act(paper, REQUEST_CO_SIGNATURES, by=by, now=_at(-18))
    stage.sign(paper, now=_at(-16))
    stage.act(paper, SUBMIT, by=by, now=_at(-15), note="Vergabevermerk liegt vor.")
    stage.act(paper, RELEASE, by=MAYOR, now=_at(-14))


def benches(stage: Stage) -> None:
    """4785: a motion for the next meeting of the Rat."""
    by = "Silas Sandstein"
    text = present.benches(_day(-9), _day(_COUNCIL))
    paper = stage.write(text, 4785, by=by, unit="FB III", now=_at(-9), kind="motion", group="BMi")
    stage.act(paper, SUBMIT, by=by, now=_at(-8))
    stage.act(paper, RELEASE, by=MAYOR, now=_at(-7))


def first_experiences(stage: Stage) -> None:
    """A draft somebody has just begun; without a number (V-02)."""
    by, text = "Selma Schiefer", social.FIRST_EXPERIENCES
    stage.write(text, None, by=by, unit="FB II", now=_at(-1), kind="information")


def _school(held: Sitting) -> None:
    """A meeting held two weeks ago; its minutes are being written."""
    held.arrange(now=_at(-30), reports=("Bericht zu den Anmeldezahlen der Schulen", "Sportstätten im Winter"))
    held.invite(_at(-28))
    held.open("Vera Waldkauz", "Wim Zaunkönig")
    held.close()


def _main_committee(coming: Sitting) -> None:
    """The next meeting, already invited: one paper in public, one behind closed doors."""
    coming.arrange(4783, 4784, now=_at(-1), reports=("Bericht zur Haushaltslage",))
    coming.invite(_at(-1, 12))
