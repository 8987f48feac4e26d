"""Formular eines Punktes im Sitzungsverlauf: text, votes and outcome; one press says what is meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from motions.models import Attendee, Meeting, Organization, Person
from motions.models.choices import BallotKind, BallotMode, Majority, Outcome, VotedText
from motions.pdf.richtext import plain
from motions.rules import attendance, outcomes, sitting
from motions.rules.ballots import Vote
from motions.rules.counting import Counts
from motions.rules.findings import Finding
from motions.rules.outcomes import Result
from motions.rules.sitting import Sheet

from .again import sent_again
from .checks import LinesField, VersionField
from .conflict import Difference
from .richtext import RichTextField
from .rule_form import PrintedForm

# An election and a list by name have pages of their own.
VOTED_KINDS = (BallotKind.MAIN, BallotKind.AMENDMENT, BallotKind.PART, BallotKind.PROCEDURE)
_MODES = (BallotMode.OPEN, BallotMode.SECRET)
_COUNT = "Geben Sie eine ganze Zahl ab 0 ein, zum Beispiel 12."


def count_field(label: str) -> forms.IntegerField:
    """A number of votes; nothing typed counts as none."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "3", "autocomplete": "off"}),
        error_messages={"invalid": _COUNT, "min_value": _COUNT, "max_value": _COUNT},
    )


class RefusableForm(PrintedForm):
    """Ein Formular der Aufzeichnung; what only informs is no error of what was typed."""

    def refuse(self, findings: Iterable[Finding]) -> None:
        """What stands in the way, at the field where it is answered."""
        super().refuse(finding for finding in findings if finding.blocks or finding.warns)


class ItemForm(RefusableForm):
    """Was zu einem Punkt aufgezeichnet wird; which field is needed depends on the pressed button."""

    hides_optional = True

    version = VersionField()
    voted_text = forms.ChoiceField(
        label="Abgestimmter Wortlaut",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Wählen Sie, über welchen Wortlaut abgestimmt wird."},
    )
    own_text = RichTextField(label="Geänderter Wortlaut, vollständig", required=False)
    reason = LinesField(
        label="Begründung oder Verweis",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Nötig bei „abgesetzt“ und „erledigt“. Steht in der Niederschrift.",
    )
    yes = count_field("Ja")
    no = count_field("Nein")
    abstention = count_field("Enthaltung")
    invalid = count_field("Ungültig")
    not_voted = count_field("Nicht abgestimmt")
    not_voted_note = forms.CharField(label="Warum nicht abgestimmt", required=False, max_length=200)
    kind = forms.ChoiceField(
        label="Gegenstand", required=False, choices=[(one.value, one.label) for one in VOTED_KINDS]
    )
    amendment = forms.ChoiceField(
        label="Änderungsantrag",
        required=False,
        error_messages={"invalid_choice": "Über diesen Änderungsantrag ist schon abgestimmt."},
        help_text="Gewählt gilt die Abstimmung diesem Antrag; bei mehreren kommt der weitestgehende zuerst.",
    )
    subject = forms.CharField(label="Worüber genau", required=False, max_length=300)
    mode = forms.ChoiceField(
        label="Abstimmungsart", required=False, choices=[(one.value, one.label) for one in _MODES]
    )
    majority = forms.ChoiceField(
        label="Mehrheit",
        required=False,
        choices=[("", "wie es der Punkt verlangt"), *Majority.choices],
    )
    mayor = forms.ChoiceField(
        label="Stimme der Bürgermeisterin oder des Bürgermeisters",
        required=False,
        choices=[("", "wie es der Punkt verlangt"), ("without", "ohne"), ("with", "mit")],
        help_text="„Ohne“ in den Fällen des § 40 Abs. 2 Satz 6 GO NRW.",
    )
    without = forms.ModelChoiceField(
        label="Ohne die Stimme von",
        required=False,
        queryset=Attendee.objects.none(),
        empty_label="–",
        help_text="Nur bei der Abstimmung über eine strittige Befangenheit.",
    )
    note = LinesField(
        label="Vermerk zur Abstimmung",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Begründet Hinweise und Ausnahmen; erscheint im Verlauf der Sitzung.",
    )
    override = forms.BooleanField(
        label="Trotz einer blockierenden Regel eintragen, mit Begründung im Vermerk", required=False
    )
    deferred_to = forms.ModelChoiceField(
        label="Vertagt auf", required=False, queryset=Meeting.objects.none(), empty_label="offen"
    )
    referred_to = forms.ModelChoiceField(
        label="Verwiesen an",
        required=False,
        queryset=Organization.objects.none(),
        empty_label="Bitte wählen",
    )
    is_unanimously_referred = forms.BooleanField(label="einstimmig verwiesen", required=False)
    chair = forms.ModelChoiceField(
        label="Vorsitz bei diesem Punkt",
        required=False,
        queryset=Person.objects.none(),
        empty_label="wer an der Reihe ist",
        help_text="Wenn jemand anders leitet, zum Beispiel das älteste Mitglied (Altersvorsitz).",
    )
    withdrawn_by = forms.ModelChoiceField(
        label="Zurückgezogen durch",
        required=False,
        queryset=Organization.objects.none(),
        empty_label="Verwaltung",
    )

    def __init__(self, *args: Any, sheet: Sheet, targets: Targets, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        consultation = sheet.item.consultation
        if consultation is not None and consultation.paper.author_person is not None:
            author = str(consultation.paper.author_person)
            self.fields["withdrawn_by"].empty_label = author  # type: ignore[attr-defined]
        row, texts = sheet.treatment, sheet.texts
        self.initial.update(
            {
                "version": row.version,
                "voted_text": row.voted_text or ("" if texts.is_choice_needed else VotedText.DRAFT),
                "own_text": texts.own or texts.recommendation or texts.draft,
                "reason": row.reason,
                "deferred_to": row.deferred_to_id,
                "referred_to": row.referred_to_id,
                "chair": row.chaired_by_id,
            }
        )
        choices = [VotedText.DRAFT, *[VotedText.RECOMMENDATION] * bool(texts.recommended_by), VotedText.OWN]
        self.fields["voted_text"].choices = [(one.value, one.label) for one in choices]  # type: ignore[attr-defined]
        named = [(str(one.paper.pk), one.subject) for one in sheet.amendments]
        self.fields["amendment"].choices = [("", "keiner"), *named]  # type: ignore[attr-defined]
        if not self.is_voted:
            self.fields["kind"].choices = [(BallotKind.PROCEDURE.value, BallotKind.PROCEDURE.label)]  # type: ignore[attr-defined]
        for name, queryset in targets.querysets().items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    @property
    def results(self) -> list[Outcome]:
        """The outcomes that do not follow from one vote by themselves: a button each."""
        kinds = {row.ballot.kind for row in self.sheet.told}
        hidden = set() if BallotKind.PART in kinds else set(outcomes.BY_VOTE)
        hidden |= set() if BallotKind.ELECTION in kinds else {Outcome.ELECTED}
        return [one for one in outcomes.allowed(self.sheet.item) if one not in hidden]

    @property
    def is_voted(self) -> bool:
        """The organ says yes or no to this item."""
        return outcomes.is_voted(self.sheet.item)

    @property
    def has_more_errors(self) -> bool:
        """Something is wrong in the folded part of the votes."""
        names = (
            "amendment",
            "subject",
            "kind",
            "mode",
            "majority",
            "mayor",
            "without",
            "note",
            "override",
            "not_voted_note",
        )
        return any(self[name].errors for name in names)

    def text(self) -> dict[str, str]:
        """Wortlaut and reason for the rule."""
        data = self.cleaned_data
        choice = data["voted_text"]
        return {
            "choice": choice,
            "own": data["own_text"] if choice == VotedText.OWN or not self.sheet.item.consultation else "",
            "reason": data["reason"],
        }

    def vote(self, *, is_counted: bool) -> Vote:
        """A ballot with the numbers typed, or "einstimmig" without any."""
        data = self.cleaned_data
        numbers = ("yes", "no", "abstention", "invalid", "not_voted")
        typed: dict[str, Any] = {name: data[name] or 0 for name in numbers}
        counts = Counts(**typed, not_voted_note=data["not_voted_note"])
        kind, subject = self._about()
        return Vote(
            kind=kind,
            subject=subject,
            mode=data["mode"] or BallotMode.OPEN,
            majority=data["majority"],
            counts=counts if is_counted else None,
            without=data["without"],
            without_mayor={"without": True, "with": False}.get(data["mayor"]),
        )

    def _about(self) -> tuple[str, str]:
        """A chosen Änderungsantrag says by itself what is voted on; where nothing is decided, the procedure is."""
        data = self.cleaned_data
        chosen = [one.subject for one in self.sheet.amendments if str(one.paper.pk) == data["amendment"]]
        if chosen:
            return BallotKind.AMENDMENT, chosen[0]
        usual = BallotKind.MAIN if self.is_voted else BallotKind.PROCEDURE
        return data["kind"] or usual, data["subject"]

    def result(self, outcome: str) -> Result:
        """An outcome with what belongs to it."""
        data = self.cleaned_data
        return Result(
            outcome,
            reason=data["reason"],
            deferred_to=data["deferred_to"] if outcome == Outcome.DEFERRED else None,
            referred_to=data["referred_to"] if outcome == Outcome.REFERRED else None,
            withdrawn_by=data["withdrawn_by"] if outcome == Outcome.WITHDRAWN else None,
            is_unanimously_referred=data["is_unanimously_referred"],
        )

    def answer(self) -> dict[str, Any]:
        """Note and exception to a vote."""
        return {"note": self.cleaned_data["note"], "override": self.cleaned_data["override"]}

    def retry(self, version: int) -> QueryDict:
        """The same words for the item as it is stored now."""
        return sent_again(self.data, version=version)

    def differences(self) -> list[Difference]:
        """What is stored beside what was typed, where they differ."""
        row, typed = self.sheet.treatment, self.cleaned_data
        choices = dict(VotedText.choices)
        pairs = [
            Difference(
                "Abgestimmter Wortlaut",
                str(choices.get(row.voted_text, "nicht gewählt")),
                str(choices.get(typed.get("voted_text", ""), "nicht gewählt")),
            ),
            Difference("Begründung oder Verweis", row.reason, typed.get("reason", "")),
        ]
        if typed.get("voted_text") == VotedText.OWN:
            pairs.append(
                Difference("Wortlaut", plain(self.sheet.texts.own), plain(typed.get("own_text", "")))
            )
        return [pair for pair in pairs if pair.stored != pair.typed]


class Targets:
    """Wohin ein Punkt gehen kann: later meetings, other organs, its author, and who is on the list."""

    def __init__(self, meeting: Meeting, sheet: Sheet) -> None:
        self._meeting, self._sheet = meeting, sheet

    def querysets(self) -> dict[str, Any]:
        """The choices of each field."""
        consultation = self._sheet.item.consultation
        author = consultation.paper.author_group_id if consultation else None
        return {
            "deferred_to": sitting.later_meetings(self._meeting),
            "referred_to": sitting.other_organs(self._meeting),
            "withdrawn_by": sitting.authors(author),
            "chair": attendance.people(self._meeting),
            "without": self._meeting.attendees.filter(has_vote=True),
        }
