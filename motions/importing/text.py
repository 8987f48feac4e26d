"""Vorlage aus einer Textdatei: bytes in, plain data with remarks out; nothing is dropped silently."""

from __future__ import annotations

from motions.importing.amounts import take_amounts
from motions.importing.blocks import html_of, rich_text
from motions.importing.closing import read_attachments, read_participations
from motions.importing.columns import aligned
from motions.importing.consultations import read_consultations
from motions.importing.decoding import read_lines
from motions.importing.head import Head, read_head, take_late_fields
from motions.importing.html_tables import unfolded
from motions.importing.imported import (
    ImportedAcknowledgement,
    ImportedConsultation,
    ImportedPaper,
    ImportRefused,
    Line,
    Remark,
)
from motions.importing.inline import plain
from motions.importing.sections import TITLES, Section, split_sections
from motions.importing.signature import cut_signatures, read_signature

__all__ = [
    "ImportRefused",
    "ImportedAcknowledgement",
    "ImportedConsultation",
    "ImportedPaper",
    "Remark",
    "read_paper",
]


def read_paper(data: bytes) -> ImportedPaper:
    """The Vorlage in the file; raises ImportRefused with a German sentence if the file is no text."""
    lines, remarks = read_lines(data)
    sections = split_sections(unfolded(lines, remarks), remarks)
    head = Head(remarks=remarks)
    read_head(sections[0].lines, head)
    bodies = sections[1:]
    signature = cut_signatures(bodies)
    for section in bodies:
        section.lines = take_late_fields(section.lines, head)
    content = _by_key(bodies, remarks)
    _place_unassigned(head, content, remarks)
    return _paper(head, content, signature, remarks)


def _paper(
    head: Head, content: dict[str, list[Line]], signature: list[Line], remarks: list[Remark]
) -> ImportedPaper:
    label, name = read_signature(signature, remarks)
    amounts, finances = take_amounts(aligned(content["financial_impact"], remarks), remarks)
    return ImportedPaper(
        type_name=head.type_name,
        reference=head.reference,
        reference_prefix=head.prefix,
        reference_number=head.number,
        reference_year=head.year,
        reference_suffix=head.suffix,
        dated_on=head.dated_on,
        subject=head.subject,
        file_reference=head.file_reference,
        draft_resolution=rich_text(content["draft_resolution"], remarks),
        plain_words=_plain_paragraphs(content["plain_words"], remarks),
        consultations=read_consultations(content["consultations"], remarks),
        statement=rich_text(content["statement"], remarks),
        financial_impact=html_of(finances, remarks),
        climate_impact=rich_text(content["climate_impact"], remarks),
        participations=read_participations(content["participations"], remarks),
        attachments=read_attachments(content["attachments"], remarks),
        signatory_label=label,
        signatory=name,
        is_public=head.is_public,
        group=head.group,
        amounts=amounts,
        # Read last: every argument above may have added a remark.
        remarks=tuple(sorted(remarks, key=lambda remark: remark.line or 0)),
    )


def _by_key(sections: list[Section], remarks: list[Remark]) -> dict[str, list[Line]]:
    """The lines of each section; two of the same name are joined, with a remark."""
    content: dict[str, list[Line]] = {key: [] for key in TITLES}
    seen: set[str] = set()
    for section in sections:
        lines = content[section.key]
        if section.key in seen and section.heading:
            sentence = (
                f"Der Abschnitt „{TITLES[section.key]}“ kommt mehrfach vor; die Texte wurden verbunden."
            )
            remarks.append(Remark(section.heading.number, sentence, section.heading.text))
            lines.append(Line(section.heading.number, ""))
        seen.add(section.key)
        lines.extend(section.lines)
    return content


def _place_unassigned(head: Head, content: dict[str, list[Line]], remarks: list[Remark]) -> None:
    """Unknown lines of the head: a remark for each run, or the Sachverhalt if no heading was found."""
    if not head.unassigned:
        return
    if not any(content.values()):
        first = head.unassigned[0]
        sentence = "Es wurde keine Überschrift erkannt; der ganze Text steht im Sachverhalt."
        remarks.append(Remark(first.number, sentence, first.text))
        previous = 0
        for line in head.unassigned:
            if line.number != previous + 1:
                content["statement"].append(Line(line.number, ""))
            content["statement"].append(line)
            previous = line.number
        return
    runs: list[list[Line]] = []
    for line in head.unassigned:
        if runs and runs[-1][-1].number + 1 == line.number:
            runs[-1].append(line)
        else:
            runs.append([line])
    for run in runs:
        source = "\n".join(line.text for line in run)
        remarks.append(
            Remark(run[0].number, "Dieser Text im Kopf der Vorlage wurde nicht zugeordnet.", source)
        )


def _plain_paragraphs(lines: list[Line], remarks: list[Remark]) -> str:
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        text = plain(line.text, line.number, remarks)
        if text:
            paragraphs[-1].append(text)
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n\n".join(" ".join(words) for words in paragraphs if words)
