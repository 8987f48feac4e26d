"""Formulare der Stammdaten: what the admin refuses, with the sentence of the rule that forbids it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils import timezone

from motions.models import Bylaw, Membership, Organization, PaperTemplate, Person, SubstituteMembership, User
from motions.models.choices import OrganizationType
from motions.pdf.richtext import RichTextTooLarge, clean
from motions.rules import bylaw_values, memberships

from .checks import refuse_unprintable

# The checker knows this class as generic, the running one is not.
if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Any]
else:
    _ModelForm = forms.ModelForm

OWN_RIGHTS = "Ihre eigenen Ämter, Vertretungen und Mandate trägt eine andere Person ein."


def insist_on_printable(text: Any) -> None:
    """Validator of every text that may end up in a document."""
    if isinstance(text, str):
        refuse_unprintable(text)


def is_for(receiver: Any, asking: User | None) -> bool:
    """Who gets a right, as account or as person, is the one who is asking for it."""
    if asking is None or receiver is None:
        return False
    if isinstance(receiver, Person):
        return receiver.pk == asking.person_id
    return bool(receiver == asking)


class RightsForm(_ModelForm):
    """Was Rechte gibt: nobody gives them to oneself; ``asking`` is set by the admin for each request."""

    asking: User | None = None
    receivers = ("user", "substitute", "person")

    def clean(self) -> dict[str, Any] | None:
        """The person named is another one."""
        cleaned = super().clean()
        for name in self.receivers:
            if is_for((cleaned or {}).get(name), self.asking):
                self.add_error(name, OWN_RIGHTS)
        return cleaned


class MembershipForm(RightsForm):
    """Mitgliedschaft, refused with the sentence of the rule that forbids it."""

    class Meta:
        model = Membership
        fields = ["person", "organization", "role", "rank", "has_vote", "starts_on", "ends_on"]

    def clean(self) -> dict[str, Any] | None:
        """Q-06 (who may sit here) and Q-05 (Ratsmitglieder outnumber sachkundige Bürger)."""
        cleaned = super().clean()
        if cleaned is None or not {"organization", "role", "starts_on"} <= cleaned.keys():
            return cleaned
        organ, role = cleaned["organization"], cleaned["role"]
        joining = role if self.instance.pk is None else ""
        day = max(cleaned["starts_on"], timezone.localdate())
        findings = memberships.check_role(organ, role) or memberships.check_balance(
            organ, on=day, joining=joining
        )
        if findings:
            raise ValidationError({"role": [f"{finding.text} ({finding.rule})" for finding in findings]})
        return cleaned


class SubstituteMembershipForm(RightsForm):
    """Stellvertretung im Ausschuss; it belongs to a Fraktion, never to another organ (Q-08)."""

    class Meta:
        model = SubstituteMembership
        fields = ["organization", "parliamentary_group", "position", "person", "starts_on", "ends_on"]

    def clean_parliamentary_group(self) -> Organization:
        """Only Fraktionen have substitutes in a committee."""
        group: Organization = self.cleaned_data["parliamentary_group"]
        if group.organization_type != OrganizationType.PARLIAMENTARY_GROUP:
            raise ValidationError(f"{group} ist keine Fraktion. Wählen Sie eine Fraktion.")
        return group


class ValueField(forms.JSONField):
    """Wert des Ortsrechts; what no parser can read or PostgreSQL cannot store is a typing error like any other."""

    default_error_messages = {
        "invalid": "Geben Sie Texte in Anführungszeichen ein, Zahlen ohne Punkt und Einheit."
    }

    def to_python(self, value: Any) -> Any:
        """Text, number, yes or no, or a list of them; never NUL, half characters or infinite numbers."""
        try:
            read = super().to_python(value)
            written = json.dumps(read, allow_nan=False, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if b"\\u0000" in written:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return read

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was typed comes back as it was typed."""
        return InvalidJSONInput(data) if isinstance(data, str) else data


class BylawForm(_ModelForm):
    """Ortsrecht: each key takes its own kind of value only."""

    key = forms.ChoiceField(label="Schlüssel")
    value = ValueField(
        label="Wert",
        required=False,
        help_text="Texte in Anführungszeichen, Zahlen ohne Punkt und Einheit, true für ja, false für nein.",
    )

    class Meta:
        model = Bylaw
        fields = ["key", "value", "source", "starts_on", "ends_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = {*bylaw_values.KEYS, *filter(None, [self.instance.key])}
        self.fields["key"].choices = [(key, key) for key in sorted(keys)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        """The value fits its key and can be printed."""
        cleaned = super().clean()
        if cleaned is None or not {"key", "value"} <= cleaned.keys():
            return cleaned
        value = cleaned["value"]
        objection = bylaw_values.objection(cleaned["key"], value)
        if objection:
            self.add_error("value", objection)
        elif isinstance(value, str):
            refuse_unprintable(value)
        return cleaned


class PaperTemplateForm(_ModelForm):
    """Muster: its texts become texts of papers, so they are cleaned like those."""

    class Meta:
        model = PaperTemplate
        fields = "__all__"

    def clean_draft_resolution(self) -> str:
        """Allowed elements only."""
        return _cleaned(self.cleaned_data["draft_resolution"])

    def clean_statement(self) -> str:
        """Allowed elements only."""
        return _cleaned(self.cleaned_data["statement"])


def _cleaned(text: str) -> str:
    try:
        return clean(text)
    except RichTextTooLarge as refusal:
        raise ValidationError(str(refusal)) from None
