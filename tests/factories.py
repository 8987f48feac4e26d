"""Vorlagen für Tests, made by the rules: keyword-only, with good defaults; every field may be named.

``make_paper(by=clerk, subject="…")`` is a complete draft; ``make_co_signing``, ``make_submitted`` and
``make_released`` lead it on. All work at the clearance "system" and return a fresh row.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from io import BytesIO
from typing import Any

import pgtrigger
from django.utils import timezone

from motions.models import Appointment, Attachment, Organization, Paper, PaperType, Person, Unit, User
from motions.models.choices import CoSignatureDecision, Office, ParticipationKind
from motions.rules import co_signing, drafting, offices
from motions.rules.attachments import add_attachment
from motions.rules.clearance import clearance
from motions.rules.drafting import Draft, Invitation
from motions.rules.transitions import Transition, expected_findings, perform
from motions.rules.workflow import RELEASE, REQUEST_CO_SIGNATURES, SUBMIT

TEXT = {
    "subject": "Neue Bänke am Schlossplatz",
    "plain_words": "Am Schlossplatz soll man sitzen können.",
    "draft_resolution": "<p>Am Schlossplatz werden vier Bänke aufgestellt.</p>",
    "statement": "<p>Der Platz bietet heute keine Sitzgelegenheit.</p>",
    "financial_impact": "<p>keine</p>",
    "climate_impact": "<p>keine</p>",
}
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 4 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"4 0 obj<</Type/StructTreeRoot/K 5 0 R>>endobj\n"
    b"5 0 obj<</Type/StructElem/S/Document/P 4 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


_GUARDS = ("motions.Paper:paper_text_frozen", "motions.Attachment:attachment_frozen")


@contextmanager
def past_the_guards() -> Iterator[None]:
    """Change a released paper as only somebody could who has broken into the database."""
    with clearance("system"), pgtrigger.ignore(*_GUARDS):
        yield


def euro_row(**fields: Any) -> dict[str, Any]:
    """One financial row; a thousand euro of this year unless said otherwise."""
    row = {
        "year": timezone.localdate().year,
        "expense": Decimal(1000),
        "income": Decimal(0),
        "product": "1.31.11.01",
    }
    return row | fields


def consultation(organization: Organization, role: str, **fields: Any) -> dict[str, Any]:
    """One row of a Beratungsfolge."""
    return {"organization_id": organization.pk, "role": role, "planned_on": None, "is_public": True} | fields


def make_paper(
    *,
    by: User,
    now: dt.datetime | None = None,
    lead_unit: Unit | None = None,
    paper_type: str = "resolution_proposal",
    author_group: Organization | None = None,
    author_person: Person | None = None,
    consultations: Sequence[Mapping[str, Any]] | None = None,
    financial_rows: Sequence[Mapping[str, Any]] = (),
    invitations: Sequence[Invitation] = (),
    **fields: Any,
) -> Paper:
    """A complete draft: HFA recommends, Rat decides; ``fields`` are those of the editor."""
    now = now or timezone.now()
    with clearance("system"), offices.remembered():
        unit = lead_unit or drafting.home_unit(by, on=timezone.localdate())
        kind = PaperType.objects.get(code=paper_type)
        author: dict[str, Any] = {"author_group": author_group, "author_person": author_person}
        paper = drafting.create_paper(by=by, now=now, lead_unit=unit, paper_type=kind, **author)
        rows = _sequence(fields.get("is_public", True)) if consultations is None else list(consultations)
        draft = Draft(TEXT | fields, rows, list(financial_rows), list(invitations))
        drafting.save_draft(paper, draft, version=paper.version, by=by, now=now)
        return _fresh(paper)


def make_co_signing(*, by: User, **fields: Any) -> Paper:
    """A paper those invited are to co-sign; it has its number."""
    return step(make_paper(by=by, **fields), REQUEST_CO_SIGNATURES, by=by, now=fields.get("now"))


def make_submitted(*, by: User, note: str = "Geprüft.", **fields: Any) -> Paper:
    """A paper waiting for its release, with all co-signatures."""
    now = fields.get("now")
    paper = make_co_signing(by=by, **fields)
    sign_all(paper, now=now)
    return step(paper, SUBMIT, by=by, now=now, note=note)


def make_released(
    *, by: User, released_by: User | None = None, note: str = "Geprüft.", **fields: Any
) -> Paper:
    """A released paper; by the mayor unless somebody else is named."""
    paper = make_submitted(by=by, **fields)
    return step(paper, RELEASE, by=released_by or holder(Office.MAYOR), now=fields.get("now"), note=note)


def step(
    paper: Paper,
    transition: Transition[Paper],
    *,
    by: User,
    now: dt.datetime | None = None,
    note: str = "",
    let_pass: Collection[str] = (),
) -> Paper:
    """One step of the life cycle."""
    with clearance("system"), offices.remembered():
        perform(paper, transition, by=by, now=now or timezone.now(), note=note, let_pass=let_pass)
        return _fresh(paper)


def all_decisions(paper: Paper, transition: Transition[Paper], *, by: User) -> list[str]:
    """Everything the step asks a decision for, as somebody would tick it who lets all of it pass."""
    with clearance("system"):
        found = expected_findings(paper, transition, by=by, now=timezone.now())
    return [finding.key for finding in found if finding.asks]


def sign_all(paper: Paper, *, now: dt.datetime | None = None) -> None:
    """Everybody asked signs or takes note."""
    with clearance("system"), offices.remembered():
        for row in paper.participations.select_related("unit"):
            is_noting = row.kind == ParticipationKind.ACKNOWLEDGEMENT
            decision = CoSignatureDecision.ACKNOWLEDGED if is_noting else CoSignatureDecision.SIGNED
            by = holder(row.office) if row.office else _signer_of(row.unit_id, is_noting=is_noting)
            co_signing.sign(row, decision=decision, by=by, now=now or timezone.now())


def make_attachment(paper: Paper, *, by: User, data: bytes = PDF, **fields: Any) -> Attachment:
    """An annex; a one-page PDF unless other bytes are given."""
    named: dict[str, Any] = {
        "file_name": "anlage.pdf",
        "title": "Lageplan",
        "is_public": True,
        "now": timezone.now(),
    } | fields
    with clearance("system"):
        return add_attachment(paper, BytesIO(data), by=by, **named)


def invite(unit: Unit, *, kind: str = ParticipationKind.CO_SIGNATURE, **fields: Any) -> Invitation:
    """A unit that is to co-sign (or to take note)."""
    return Invitation(unit, kind, **fields)


def holder(office: str) -> User:
    """Who holds an office in the test's town."""
    return User.objects.filter(appointments__office=office).earliest("pk")


def _signer_of(unit_id: int | None, *, is_noting: bool) -> User:
    rows = Appointment.objects.filter(unit=unit_id)
    if not is_noting:
        rows = rows.filter(office__in=[Office.UNIT_HEAD, Office.TREASURER])
    return rows.select_related("user").earliest("pk").user


def _sequence(is_public: bool) -> list[dict[str, Any]]:
    organs = {row.short_name: row for row in Organization.objects.filter(short_name__in=["HFA", "Rat"])}
    return [
        consultation(organs["HFA"], "advisory", is_public=is_public),
        consultation(organs["Rat"], "deciding", is_public=is_public),
    ]


def _fresh(paper: Paper) -> Paper:
    return Paper.objects.select_related("paper_type", "lead_unit", "drafter", "original").get(pk=paper.pk)
