"""Einsprüche gegen Beschlüsse prüfen (W-01 bis W-06), and what they put off."""

import datetime as dt

from django.db.models import QuerySet

from motions.models import Membership, ResolutionObjection, Treatment, User
from motions.models.choices import ConsultationRole, Office, OrganizationType
from motions.models.objection import ObjectionKind
from motions.models.period import holds_on
from motions.models.task import RESOLVED

from . import bylaws, meeting_permissions, offices, task_permissions
from .findings import Finding, block, info, warn
from .permissions import Visitor, may_work, today

_VETO_DAYS = dt.timedelta(days=3)
_SHARE = 5


def visible_objections(user: Visitor) -> QuerySet[ResolutionObjection]:
    """Those against results the person may read, for the administration and for members."""
    if not isinstance(user, User) or not user.is_active:
        return ResolutionObjection.objects.none()
    if meeting_permissions.sees_everything(user):
        return ResolutionObjection.objects.all()
    if not (may_work(user) or task_permissions.has_mandate(user)):
        return ResolutionObjection.objects.none()
    results = meeting_permissions.visible_treatments(user)
    return ResolutionObjection.objects.filter(treatment__in=results.values("pk"))


def may_record_objection(user: User, on: dt.date | None = None) -> bool:
    """The Bürgermeister, and the Ratsbüro that files what was raised in writing."""
    return user.is_active and offices.holds(user, Office.MAYOR, Office.MEETING_OFFICE, on=on or today())


def of_objection(objection: ResolutionObjection) -> list[Finding]:
    """What stands against an objection that is about to be recorded, and what follows from it."""
    treatment = objection.treatment
    found = []
    if treatment.outcome not in RESOLVED or objection.raised_on < treatment.item.meeting.held_on:
        text = "Dagegen gibt es noch keinen Beschluss. Prüfen Sie Ergebnis und Datum."
        found.append(block("W-01", text, "raised_on", absolute=True))
    if objection.supporter_count is not None and objection.kind != ObjectionKind.APPEAL:
        text = "Nur ein Einspruch kommt von Ausschussmitgliedern. Lassen Sie ihre Zahl hier weg."
        found.append(block("W-05", text, "supporter_count", absolute=True))
    checks = {
        ObjectionKind.VETO: _of_veto,
        ObjectionKind.LEGALITY: _of_legality,
        ObjectionKind.APPEAL: _of_appeal,
    }
    return [*found, *checks[ObjectionKind(objection.kind)](objection)]


def freezing(treatment: Treatment, *, on: dt.date) -> list[Finding]:
    """Why a resolution may not be carried out on a day: an open objection, or the time in which one may come."""
    found = []
    open_row = treatment.objections.filter(result="").first()
    if open_row is not None:
        text = (
            f"{open_row.get_kind_display()}: Der Beschluss darf bis zur Entscheidung nicht umgesetzt werden."
        )
        found.append(block("W-02", text, absolute=True))
    end = end_of_appeal(treatment)
    if end is not None and on <= end:
        text = (
            f"Bis zum {end:%d.%m.%Y} kann Einspruch eingelegt werden. Setzen Sie den Beschluss erst danach um "
            "(§ 57 Abs. 4 GO NRW)."
        )
        found.append(block("W-05", text, absolute=True))
    return found


def end_of_appeal(treatment: Treatment) -> dt.date | None:
    """The last day of an Einspruch against a committee that decided itself; none where there can be none (W-05)."""
    item = treatment.item
    decides = item.consultation is not None and item.consultation.role == ConsultationRole.DECIDING
    if item.meeting.organization.organization_type != OrganizationType.COMMITTEE or not decides:
        return None
    known = bylaws.known("resolutions.objection_days", on=item.meeting.held_on)
    return item.meeting.held_on + dt.timedelta(days=int(known[0])) if known else None


def _is_of_council(treatment: Treatment) -> bool:
    return treatment.item.meeting.organization.organization_type == OrganizationType.COUNCIL


def _of_veto(objection: ResolutionObjection) -> list[Finding]:
    treatment, found = objection.treatment, []
    last = treatment.item.meeting.held_on + _VETO_DAYS
    if not _is_of_council(treatment):
        text = "Ein Widerspruch richtet sich gegen einen Beschluss des Rates. Wählen Sie Einspruch oder Beanstandung."
        found.append(block("W-01", text, "kind", absolute=True))
    if objection.raised_on > last:
        text = f"Die Frist ist am {last:%d.%m.%Y} abgelaufen: spätestens am dritten Tag nach der Beschlussfassung."
        found.append(block("W-01", text, "raised_on", absolute=True))
    if _same_matter(treatment).filter(kind=ObjectionKind.VETO).exists():
        text = "In dieser Angelegenheit wurde schon einmal widersprochen. Ein zweiter Widerspruch ist nicht zulässig."
        found.append(block("W-03", text, "kind", absolute=True))
    return found


def _of_legality(objection: ResolutionObjection) -> list[Finding]:
    if _is_of_council(objection.treatment):
        text = (
            "Die Beanstandung ist Pflicht, wenn ein Beschluss das Recht verletzt. Bleibt der Rat dabei, "
            "entscheidet die Aufsichtsbehörde."
        )
        return [warn("W-04", text, "reasons")]
    return [
        info("W-06", "Zuerst entscheidet der Ausschuss noch einmal; bleibt er dabei, entscheidet der Rat.")
    ]


def _of_appeal(objection: ResolutionObjection) -> list[Finding]:
    treatment = objection.treatment
    end, found = end_of_appeal(treatment), []
    if end is None:
        text = "Einspruch gibt es gegen Beschlüsse eines Ausschusses, der selbst entscheidet."
        return [block("W-05", text, "kind", absolute=True)]
    if objection.raised_on > end:
        text = f"Die Einspruchsfrist ist am {end:%d.%m.%Y} abgelaufen."
        found.append(block("W-05", text, "raised_on", absolute=True))
    meeting, count = treatment.item.meeting, objection.supporter_count
    members = Membership.objects.filter(
        holds_on(meeting.held_on), organization=meeting.organization_id, has_vote=True
    ).count()
    if count is not None and (count < 1 or count * _SHARE < members):
        text = f"Nötig ist ein Fünftel der {members} Ausschussmitglieder. Prüfen Sie die Zahl."
        found.append(block("W-05", text, "supporter_count", absolute=True))
    return found


def _same_matter(treatment: Treatment) -> QuerySet[ResolutionObjection]:
    """Objections against this result, or against any other about the same paper."""
    rows = ResolutionObjection.objects.filter(treatment=treatment)
    if treatment.item.consultation is not None:
        paper = treatment.item.consultation.paper_id
        rows |= ResolutionObjection.objects.filter(treatment__item__consultation__paper=paper)
    return rows
