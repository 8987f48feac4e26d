"""Der Editor als ein Formular: text, Beratungsfolge, amounts and participants.

They are saved together or not at all; in passing, every part that is valid by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.http import QueryDict
from django.utils.functional import cached_property

from motions.models import Paper, User
from motions.rules import permissions, roles
from motions.rules.draft_parts import FINANCIAL_FIELDS
from motions.rules.drafting import Draft
from motions.rules.organs import deliberating_organs
from motions.rules.usual_sequence import usual_sequence

from .paper import PaperForm
from .participation import Participants
from .placement import PlacementForm
from .rows import ConsultationFormSet, FinancialRowFormSet, OrderedFormSet


class Editor:
    """Alle Formulare einer Seite; bound to ``data`` or filled from the paper."""

    def __init__(self, paper: Paper, data: Mapping[str, Any] | None = None, *, by: User) -> None:
        self.paper, self.data, self.by = paper, data, by
        self.placement = PlacementForm(paper, data, by=by, on=permissions.today())
        self.text = PaperForm(data, instance=paper)
        organs = deliberating_organs()
        self.consultations: OrderedFormSet = ConsultationFormSet(  # type: ignore[assignment]
            data,
            prefix="beratung",
            initial=None if data else _consultations(paper),
            form_kwargs={"organs": [(organ.pk, organ.name) for organ in organs]},
        )
        self.financial_rows: OrderedFormSet = FinancialRowFormSet(  # type: ignore[assignment]
            data, prefix="finanzen", initial=None if data else _financial_rows(paper)
        )
        self.participants = Participants(paper, data, prefix="beteiligung")

    def forms(self) -> list[BaseForm | BaseFormSet[Any]]:
        """In reading order, for the error summary."""
        return [
            self.placement,
            self.text,
            self.consultations,
            self.financial_rows,
            *self.participants.lines,
        ]

    def is_valid(self) -> bool:
        """All parts are valid; every part is asked, so that all errors show at once."""
        valid = [form.is_valid() for form in self.forms()]
        is_in_vain = self._decides_nothing()
        return all(valid) and not is_in_vain

    def _decides_nothing(self) -> bool:
        """V-12 at its row: whoever is only informed has nothing to decide."""
        kind = self.placement.changes().get("paper_type", self.paper.paper_type)
        kept = [form for form in self.consultations.kept if form.is_valid()]
        refused = [form for form in kept if roles.is_in_vain(kind, form.cleaned_data["role"])]
        for form in refused:
            form.add_error("role", roles.NOTHING_TO_DECIDE)
        return bool(refused)

    @property
    def version(self) -> int:
        """The version the person began with; the forms have been asked whether they are valid."""
        return int(self.text.cleaned_data["version"])

    def draft(self) -> Draft:
        """What was typed, for the rule; a part that is not valid by itself is left as it is stored."""
        members_text = self.paper.is_of_members and self.paper.reference_number is not None
        has_amounts = self.financial_rows.is_valid() and not members_text
        return Draft(
            fields={**self.placement.changes(), **self.text.changes()},
            consultations=self._sequence() if self.consultations.is_valid() else None,
            financial_rows=self.financial_rows.rows() if has_amounts else None,
            invitations=self.participants.invitations() if self.participants.is_valid() else None,
        )

    @cached_property
    def proposal(self) -> list[dict[str, Any]]:
        """The usual Beratungsfolge for the kind and matter as they are typed now, for an empty one."""
        if not self._has_no_sequence():
            return []
        typed: dict[str, Any] = {}
        if self.data is not None:
            self.is_valid()
            typed = {**self.text.cleaned_data, **self.placement.changes()}
        return usual_sequence(
            typed.get("paper_type", self.paper.paper_type),
            council_matter=typed.get("council_matter", self.paper.council_matter),
            is_public=typed.get("is_public", self.paper.is_public),
        )

    def with_proposal(self) -> Editor:
        """The same page with the usual Beratungsfolge in its empty place; everything typed stays."""
        data = QueryDict(mutable=True)
        data.update(
            {name: value for name, value in (self.data or {}).items() if not name.startswith("beratung-")}
        )
        rows = self.proposal
        data.update({"beratung-TOTAL_FORMS": str(len(rows)), "beratung-INITIAL_FORMS": "0"})
        for place, row in enumerate(rows):
            shown = {"organization": row["organization_id"], "role": row["role"]}
            shown |= {"is_public": "1" if row["is_public"] else "0", "ORDER": place + 1}
            data.update({f"beratung-{place}-{name}": str(value) for name, value in shown.items()})
        return Editor(self.paper, data, by=self.by)

    def _has_no_sequence(self) -> bool:
        """No row of the Beratungsfolge is there, or all are to go; rows that got lost on the way are not nothing."""
        sent = self.consultations.data
        return not self.consultations.is_incomplete and all(
            f"{row.prefix}-DELETE" in sent and sent[f"{row.prefix}-DELETE"] for row in self.consultations
        )

    def _sequence(self) -> list[dict[str, Any]]:
        return [{**row, "organization_id": row.pop("organization").pk} for row in self.consultations.rows()]


def _consultations(paper: Paper) -> list[dict[str, Any]]:
    return [
        {
            "organization": row.organization_id,
            "planned_on": row.planned_on,
            "role": row.role,
            "is_public": "1" if row.is_public else "0",
        }
        for row in paper.consultations.all()
    ]


def _financial_rows(paper: Paper) -> list[dict[str, Any]]:
    return list(paper.financial_rows.values(*FINANCIAL_FIELDS))
