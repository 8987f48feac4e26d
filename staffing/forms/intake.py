"""Übernahme eines Stellenplans: choose a workbook and a year, look at the report, consent."""

from __future__ import annotations

from django import forms

from motions.forms.intake import CarriedFile
from motions.forms.rule_form import PrintedForm
from motions.forms.upload import file_input
from staffing.forms.plan import YearField
from staffing.importing.spreadsheet import MAX_BYTES


class PlanFileForm(PrintedForm):
    """Die Arbeitsmappe, das Jahr und die Bezeichnung der Fassung."""

    file = forms.FileField(
        label="Arbeitsmappe",
        help_text="Excel (Endung .xlsx) ohne Makros, bis 2 MB. Eine Stelle je Zeile.",
        widget=file_input(
            ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", most=MAX_BYTES
        ),
        allow_empty_file=True,
        error_messages={"required": "Wählen Sie die Arbeitsmappe mit dem Stellenplan."},
    )
    year = YearField()
    title = forms.CharField(
        label="Bezeichnung",
        max_length=200,
        help_text="So heißt die Fassung, die entsteht.",
        error_messages={"required": "Geben Sie der Fassung eine Bezeichnung."},
    )

    def content(self) -> bytes:
        """The file's bytes, at most one more than the reader takes."""
        data: bytes = self.cleaned_data["file"].read(MAX_BYTES + 1)
        return data


class PlanSaveForm(PrintedForm):
    """Geprüfte Übernahme: the file travels with the page and is read again."""

    content = CarriedFile(most=MAX_BYTES)
    year = YearField(widget=forms.HiddenInput)
    title = forms.CharField(max_length=200, widget=forms.HiddenInput)
    is_confirmed = forms.BooleanField(
        label="Ich habe die Warnungen angesehen. Die Stellen sollen so übernommen werden.", required=False
    )

    def ask_consent(self, *, is_needed: bool) -> None:
        """Show the question about warnings, or not."""
        if not is_needed:
            self.fields["is_confirmed"].widget = forms.HiddenInput()
