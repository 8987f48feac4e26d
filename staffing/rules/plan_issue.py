"""Stellenplan ausfertigen: each state of a year that came into force becomes a document of its own (S-07, SI-04).

What is in force is derived, so nothing here says when: the worker looks every night, after each meeting that treated
a plan and after an objection to its resolution, and writes down what is new. A plan that changes again, an objection or
a change of the year before make the next revision; none is ever exchanged.
"""

import datetime as dt
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from motions.models import Meeting, PublicDocument, Treatment
from motions.rules import permissions, public_documents, signed_versions
from motions.rules.clearance import clearance
from motions.rules.public_documents import Matter
from motions.rules.queue import later
from motions.rules.transitions import Act
from staffing.models import StaffingPlan

from . import plan_document, public_changes, versions
from . import sheet as sheets
from .sheet import Sheet

_NOBODY = AnonymousUser()
NOT_YET = "Das PDF des Stellenplans wird gerade hergestellt. Versuchen Sie es in einer Minute noch einmal."


def after_meeting(act: Act[Meeting]) -> None:
    """A closed meeting may have put a version into force; never offered, a consequence."""
    with clearance("system"):
        if StaffingPlan.objects.filter(paper__consultations__items__meeting=act.row).exists():
            look_soon()


def after_objection(treatment: Treatment) -> None:
    """An objection puts a version off, its end may put it into force again (§ 54 Abs. 1 GO NRW, W-02)."""
    consultation = treatment.item.consultation
    if consultation is None:
        return
    with clearance("system"):
        if StaffingPlan.objects.filter(paper=consultation.paper_id).exists():
            look_soon()


def look_soon() -> None:
    """Have the worker look once this transaction is through."""
    later("issue_plans", of="staffing", timestamp=0)


def issue(*, now: dt.datetime) -> int:
    """Write down what is in force and in no document yet; returns how many. Doing it twice changes nothing."""
    years = versions.years(_NOBODY)
    return sum(_issue_year(year, now=now) for year in sorted(years))


def document_of(sheet: Sheet, year: int) -> PublicDocument | None:
    """The document that tells what is in force on the day of a sheet."""
    rows = public_documents.visible().filter(series=_series(year), as_of=plan_document.stand(sheet, year))
    return rows.order_by("-revision").first()


def offered(sheet: Sheet, year: int) -> dict[str, Any]:
    """What the page says about it: its file once it is there, sealed or not; else that it is being made.

    A state that rests on a Vorlage not everybody may read is never printed; whoever sees it is told so.
    """
    if not _is_for_everybody(sheet):
        return {"is_internal": True}
    document = document_of(sheet, year)
    if document is None or not document.is_made:
        return {"document": document}
    return {"document": document, "version": signed_versions.version(document)}


def _issue_year(year: int, *, now: dt.datetime) -> int:
    # With the eyes of a citizen, whatever the worker may read.
    with clearance("public"):
        matters = _matters(year, on=timezone.localdate(now))
    new = [matter for matter in matters if _is_new(matter, is_last=matter is matters[-1])]
    for matter in new:
        public_documents.freeze(matter, now=now)
    return len(new)


def _matters(year: int, *, on: dt.date) -> list[Matter]:
    """Every state of a year that holds or held, in order."""
    starts = [version.in_force_from for version in versions.of_year(_NOBODY, year)]
    days = {max(day, dt.date(year, 1, 1)) for day in starts if day is not None and day <= on}
    found = [sheets.of_year(_NOBODY, year, on=day) for day in sorted(days)]
    return [_matter(sheet, year) for sheet in found if sheet is not None]


def _is_new(matter: Matter, *, is_last: bool) -> bool:
    """What held in between is written down once; of what holds now the newest revision tells exactly this."""
    if is_last:
        last = public_documents.newest(matter.series)
        return last is None or not public_documents.says(last, matter)
    return not PublicDocument.objects.filter(series=matter.series, as_of=matter.as_of).exists()


def _matter(sheet: Sheet, year: int) -> Matter:
    stand = plan_document.stand(sheet, year)
    page = reverse("staffing-plan", args=[year])
    return Matter(
        series=_series(year),
        title=f"Stellenplan {year}, Stand {stand:%d.%m.%Y}",
        page=f"{page}?stichtag={stand.isoformat()}" if stand.year == year else page,
        as_of=stand,
        papers=_papers(sheet),
        content=plan_document.content_of(sheet, year, public_changes.in_force(_NOBODY, sheet, year)),
    )


def _papers(sheet: Sheet) -> list[int]:
    return [version.plan.paper_id for version in sheet.in_force if version.plan.paper_id is not None]


def _is_for_everybody(sheet: Sheet) -> bool:
    papers = set(_papers(sheet))
    return permissions.public_papers().filter(pk__in=papers).count() == len(papers)


def _series(year: int) -> str:
    return f"stellenplan-{year}"
