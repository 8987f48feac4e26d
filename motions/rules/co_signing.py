"""Mitzeichnung und Kenntnisnahme (M-01 bis M-06): in parallel, for the text with this hash."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.db import transaction

from motions.models import CoSignature, Paper, Participation, User
from motions.models.choices import CoSignatureDecision, CouncilMatter, Office, PaperStatus, ParticipationKind

from . import bylaws, permissions
from .clearance import clearance
from .content import text_hash
from .findings import NotPermitted, OutdatedState, Refused, block
from .history import record
from .offices import Holding


@dataclass(frozen=True)
class Standing:
    """Wo eine Beteiligung steht: open, done, or done for an older text (M-04)."""

    participation: Participation
    latest: CoSignature | None
    is_outdated: bool

    @property
    def is_open(self) -> bool:
        """Somebody still has to act."""
        return self.latest is None or self.is_outdated

    @property
    def is_refused(self) -> bool:
        """The last word was no (M-05)."""
        return self.latest is not None and self.latest.decision == CoSignatureDecision.REFUSED


def standings(paper: Paper) -> list[Standing]:
    """All participations of a paper with their latest act, judged against the text of today."""
    latest: dict[int, CoSignature] = {}
    for act in paper.co_signatures.select_related("signed_by", "for_absent"):
        latest[act.participation_id] = act
    current = text_hash(paper)
    rows = paper.participations.select_related("unit")
    return [
        Standing(row, latest.get(row.pk), row.pk in latest and latest[row.pk].text_hash != current)
        for row in rows
    ]


def required_offices(paper: Paper, *, on: dt.date) -> list[tuple[str, str, bool]]:
    """Who must take part by the matter itself: (office, rule, mandatory).

    The Kämmerer from the local threshold in euro, expense or income of all years, or with any effect on positions
    (M-02); Personal and Gleichstellungsbeauftragte with any effect on positions (M-03, § 5 GO NRW, LGG NRW).
    """
    found: list[tuple[str, str, bool]] = []
    rows = list(paper.financial_rows.all())
    amount = max(
        sum((row.expense for row in rows), Decimal(0)), sum((row.income for row in rows), Decimal(0))
    )
    changes_plan = changes_positions(paper)
    if changes_plan or amount >= bylaws.amount("co_signature.treasurer_from", on=on):
        found.append((Office.TREASURER, "M-02", True))
    if changes_plan:
        found += [(Office.PERSONNEL, "M-03", False), (Office.EQUALITY, "M-03", False)]
    return found


def changes_positions(paper: Paper) -> bool:
    """The paper has an effect on positions: it says so, or the Stellenplan is its matter (M-02, M-03)."""
    return paper.affects_positions or paper.council_matter == CouncilMatter.STAFFING_PLAN


def invite_required(paper: Paper, *, on: dt.date) -> None:
    """Add the participations the matter demands; those no longer demanded and not yet signed are none any more."""
    needed = required_offices(paper, on=on)
    for office, rule, is_mandatory in needed:
        row, _ = Participation.objects.get_or_create(
            paper=paper,
            kind=ParticipationKind.CO_SIGNATURE,
            unit=None,
            office=office,
            defaults={"is_mandatory": is_mandatory, "required_by": rule},
        )
        if not row.required_by:
            row.required_by, row.is_mandatory = rule, row.is_mandatory or is_mandatory
            row.save(update_fields=["required_by", "is_mandatory"])
    obsolete = paper.participations.exclude(required_by="").exclude(
        office__in=[office for office, _, _ in needed]
    )
    for row in obsolete.filter(signatures__isnull=True):
        _demand_no_more(row)


def _demand_no_more(row: Participation) -> None:
    """Whoever was asked before the matter demanded it stays asked, without duty; others go."""
    with clearance("system"):
        began_by_hand = cast("Any", row).row_history.filter(pgh_label="insert", required_by="").exists()
    if not began_by_hand:
        row.delete()
        return
    row.required_by, row.is_mandatory = "", False
    row.save(update_fields=["required_by", "is_mandatory"])


def sign(
    participation: Participation,
    *,
    decision: str,
    by: User,
    now: dt.datetime,
    note: str = "",
    text: str | None = None,
) -> CoSignature:
    """Co-sign or take note; ``text`` is the hash the person saw and must still be the paper's.

    Raises NotPermitted, OutdatedState (the text changed meanwhile, or this was said before), Refused (wrong
    state, missing reason).
    """
    with transaction.atomic():
        paper = Paper.objects.select_for_update(of=("self",)).get(pk=participation.paper_id)
        asked, holding = _asked(paper, participation, by)
        if paper.status not in (PaperStatus.CO_SIGNING, PaperStatus.SUBMITTED):
            raise Refused([block("M-04", "Die Vorlage ist nicht in der Mitzeichnung. Es ist nichts zu tun.")])
        current = text_hash(paper)
        if text is not None and text != current:
            raise OutdatedState(
                "Der Text wurde inzwischen geändert. Lesen Sie die neue Fassung und entscheiden Sie dann."
            )
        _check(asked, decision, note)
        _refuse_repetition(asked, (decision, note.strip(), current, by.pk))
        act = CoSignature.objects.create(
            participation=asked,
            paper=paper,
            decision=decision,
            note=note.strip(),
            text_hash=current,
            signed_by=by,
            for_absent=holding.absent,
            signed_at=now,
        )
        label = f"{CoSignatureDecision(decision).label} ({asked.name})"
        on_behalf = f"i. V. für {holding.absent}" if holding.absent else ""
        record(paper, "co_sign", label, by=by, now=now, note=act.note, on_behalf=on_behalf)
    return act


def _asked(paper: Paper, participation: Participation, by: User) -> tuple[Participation, Holding]:
    """The participation as it stands now, and in which office the person answers it."""
    asked = paper.participations.select_related("unit").filter(pk=participation.pk).first()
    if asked is None:
        raise OutdatedState(f"{participation.name} ist nicht mehr beteiligt. Es ist nichts zu tun.")
    holding = permissions.co_signing_holding(by, asked)
    if holding is None:
        raise NotPermitted(f"Für {asked.name} dürfen Sie nicht mitzeichnen.")
    return asked, holding


def _check(participation: Participation, decision: str, note: str) -> None:
    noting = participation.kind == ParticipationKind.ACKNOWLEDGEMENT
    if noting != (decision == CoSignatureDecision.ACKNOWLEDGED):
        raise Refused(
            [block("M-06", "Kenntnisnahme und Mitzeichnung sind verschiedene Handlungen. Wählen Sie neu.")]
        )
    if decision in (CoSignatureDecision.REFUSED, CoSignatureDecision.RESERVED) and not note.strip():
        raise Refused([block("M-05", "Begründen Sie die Ablehnung oder den Vermerk.", "note")])


def _refuse_repetition(participation: Participation, act: tuple[str, str, str, int]) -> None:
    """The last word was the same: a second click, or a page sent again."""
    last = participation.signatures.last()
    if last is not None and (last.decision, last.note, last.text_hash, last.signed_by_id) == act:
        raise OutdatedState("Diese Entscheidung ist schon gespeichert. Es ist nichts mehr zu tun.")
