"""Gesäte Wörter im Umzug: what a town takes along is known model by model, and the public file takes nothing hidden.

What stays behind is told to the operator: each model is in the file, or its words stand in the handbook.
"""

import re
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db.models import Model

from hueckeswagen_ratsinfo.settings import BASE_DIR
from motions.models import (
    AttendanceInterval,
    Consultation,
    Membership,
    NamedVote,
    Recusal,
    Seating,
    SubstituteMembership,
)
from tests import planting

_HANDBOOK = BASE_DIR / "docs" / "handbook" / "datenuebernahme.md"
#: Carried without a sentence of their own; the round trip of tests/motions/moving shows them.
NUMBERS_ALONE: set[type[Model]] = {
    *(AttendanceInterval, Consultation, Membership, NamedVote, Recusal, Seating, SubstituteMembership)
}
#: What the handbook says stays behind, and the models it speaks of.
LEFT_BEHIND = {
    "Konten, Ämter und Vertretungen": "User Appointment Substitution",
    "Mitzeichnungen, Vermerke, Ausnahmen": "Participation CoSignature Waiver",
    "private Notizen": "Note",
    "Leseprotokoll": "ReadRecord",
    "Verlauf": "Event",
    "Einwahl": "OnlineAccess",
    "Zu- und Absagen": "Reply",
    "zugestellt": "Delivery",
    "Benachrichtigungen, Kalenderlinks": "Notification NotificationChoice CalendarToken LastVisit",
    "Ausfertigungen mit ihren Signaturen": (
        "Release IssuedDocument MeetingDocument PublicDocument Signature SigningRequest SignedUpload ArchivePackage"
    ),
    "Niederschriften mit": "Minutes MinutesEntry MinutesSignature MinutesScan MinutesObjection",
    "Umsetzung der Beschlüsse": "ImplementationTask TaskReport",
    "Widersprüche und Beanstandungen": "ResolutionObjection",
    "dringliche Entscheidungen": "UrgentDecision",
    "Bekanntgaben nichtöffentlicher": "PublicSummary",
    "Verlangen einer Sitzung": "MeetingDemand",
    "Tonaufzeichnungen": "AudioRecording",
    "Akteneinsichten": "InspectionRequest",
    "Fraktionssitzungen und Sitzungsgeld": "GroupSession GroupAttendance GroupSessionCorrection FeeMonth FeeStatement",
    "Ortsrecht, Muster": "Bylaw PaperTemplate TemplateConsultation",
    "Nummernfolge": "ReferenceCounter",
    "Kennungen anderer Systeme": "ExternalId",
}
#: A list of findings, made anew from the file.
NOT_CARRIED = {"Attachment.hidden"}


def _exported(folder: Path, *options: str) -> dict[str, set[str]]:
    """The columns whose words are in the file, by sign."""
    call_command("export_town", str(folder), *options, verbosity=0)
    names = [str(column) for column in planting.columns()]
    found: dict[str, set[str]] = {"q": set(), "z": set()}
    for sign, number in planting.WORD.findall((folder / "town.json").read_text()):
        found[sign].add(names[int(number)])
    return found


def test_a_move_takes_every_column_of_what_it_carries_and_the_rest_is_told(
    planted_town: None, tmp_path: Path
) -> None:
    planting.plant("public")
    found = _exported(tmp_path / "umzug")
    columns = {str(column): column.model for column in planting.columns()}
    carried = {columns[name] for name in found["q"] | found["z"]}
    wanted = {name for name, model in columns.items() if model in carried}
    assert wanted - found["q"] - found["z"] == NOT_CARRIED
    models = {
        model.__name__ for model in apps.get_app_config("motions").get_models() if not _is_history(model)
    }
    left = {name for names in LEFT_BEHIND.values() for name in names.split()}
    assert {model.__name__ for model in carried | NUMBERS_ALONE} == models - left
    told = _told()
    assert [words for words in LEFT_BEHIND if words not in told] == []
    assert {model._meta.app_label for model in carried} == {"motions"}
    assert "der Stellenplan" in told


def test_p06_the_public_file_holds_no_word_of_a_hidden_row(planted_town: None, tmp_path: Path) -> None:
    planting.plant("public")
    found = _exported(tmp_path / "offen", "--public")
    assert found["q"] == set()
    assert "AgendaItem.title" in found["z"]
    internal = {"AgendaItem.accepted_note", "Attendee.name", "Interest.body", "Invitation.urgency_reason"}
    assert found["z"] & internal == set()


def _is_history(model: type[Model]) -> bool:
    return hasattr(model, "pgh_tracked_model")


def _told() -> str:
    text = _HANDBOOK.read_text().split("## Was nicht in der Datei steht")[1].split("\n## ")[0]
    return re.sub(r"\s+", " ", text)
