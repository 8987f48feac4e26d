"""Prüfung einer Vorlage: every V-, M-, B- and P-rule as a finding; nothing here changes a row."""

from motions.models import AgendaItem, Consultation, Paper
from motions.models.choices import (
    Behaviour,
    Office,
    PaperStatus,
    ParticipationKind,
    SuccessorKind,
)
from motions.models.paper import PaperQuerySet
from motions.pdf.richtext import plain

from . import (
    attachment_checks,
    authoring_hints,
    authors,
    bylaws,
    co_signing,
    contributions,
    decisions,
    families,
    history,
    meeting_dates,
    offices,
    personal_data,
    placeholders,
    repeated_motions,
    sequence_checks,
    signing,
)
from .findings import Finding, block, info, warn
from .transitions import Act


def for_co_signing(act: Act[Paper]) -> list[Finding]:
    """Before co-signers are asked there must be something to read (V-10)."""
    if not act.row.subject.strip():
        return [block("V-10", "Geben Sie den Betreff ein.", "subject", absolute=True)]
    return []


def for_submission(act: Act[Paper]) -> list[Finding]:
    """Everything a paper needs before it goes to the Bürgermeister."""
    paper = act.row
    sequence = list(paper.consultations.select_related("organization"))
    return [
        *missing_parts(paper, sequence),
        *authorship(paper),
        *placeholders.findings(paper),
        *sequence_checks.of_sequence(paper, sequence),
        *repeated_motions.findings(paper, now=act.now),
        *meeting_dates.missed_deadlines(sequence, on=act.on),
        *signatures(act),
        *personal_data.findings(paper),
        *attachment_checks.findings(paper),
        *authoring_hints.findings(paper),
        *(finding for check in contributions.at_submission for finding in check(act)),
    ]


def for_release(act: Act[Paper]) -> list[Finding]:
    """What the releasing person answers for; warnings the drafter has justified at submission only inform."""
    found = for_submission(act)
    earlier = [finding for finding in found if finding.blocks]
    further = [finding for check in contributions.at_release for finding in check(act)]
    told = [
        info(finding.rule, _of_interest(finding), finding.field) for finding in found if not finding.blocks
    ]
    return [*earlier, *told, *four_eyes(act), *acknowledgements(act), *further]


def _of_interest(finding: Finding) -> str:
    """What the releasing person can still do about a text that nobody may change any more."""
    if finding.asks:
        return f"{finding.about}: Soll das nicht öffentlich werden, geben Sie die Vorlage zurück."
    return finding.text


def for_taking_back(act: Act[Paper]) -> list[Finding]:
    """V-03, V-15: what others rest on is not taken back under them."""
    return [*_in_use(families.dependants(act.row)), *_announced(act.row), *_being_signed(act.row)]


def for_withdrawal(act: Act[Paper]) -> list[Finding]:
    """V-03: nothing is withdrawn that somebody is replacing, or that an organ has decided."""
    replacements = families.dependants(act.row).filter(successor_kind=SuccessorKind.REPLACEMENT)
    return [*_decided(act.row), *_in_use(replacements), *_being_signed(act.row)]


def _decided(paper: Paper) -> list[Finding]:
    """V-03: after the decision there is nothing left to withdraw; another decision takes its place."""
    meeting = decisions.decided_in(paper)
    if meeting is None:
        return []
    text = (
        f"Über diese Vorlage ist entschieden ({meeting}); sie kann nicht mehr zurückgezogen werden. "
        "Soll der Beschluss sich ändern, schreiben Sie eine neue Vorlage."
    )
    return [block("V-03", text, absolute=True)]


def _being_signed(paper: Paper) -> list[Finding]:
    """SI-04: what is being signed stays as it is until the order is carried out or taken back."""
    if not signing.is_being_signed(paper):
        return []
    text = "Ein Dokument dieser Vorlage wird gerade signiert. Warten Sie das ab oder nehmen Sie den Auftrag zurück."
    return [block("SI-04", text, absolute=True)]


def _announced(paper: Paper) -> list[Finding]:
    """V-15: what members were invited to debate is replaced by a Neufassung, never taken back under them."""
    rows = AgendaItem.objects.announced().filter(consultation__paper=paper)
    first = rows.select_related("meeting__organization").order_by("meeting__starts_at").first()
    if first is None:
        return []
    text = f"Zu dieser Vorlage ist schon eingeladen ({first.meeting}). Schreiben Sie eine Neufassung."
    return [block("V-15", text, absolute=True)]


def _in_use(rows: PaperQuerySet) -> list[Finding]:
    named = ", ".join(
        f"{row.get_successor_kind_display()} {row.reference or '(Entwurf)'}" for row in rows.order_by("pk")
    )
    if not named:
        return []
    text = f"Zu dieser Vorlage gehört noch: {named}. Ziehen Sie das zuerst zurück oder führen Sie es zu Ende."
    return [block("V-03", text, absolute=True)]


def authorship(paper: Paper) -> list[Finding]:
    """V-17, A-15: whose words these are, and that the paper to be changed is still in force."""
    amended = families.amended_by(paper)
    found = authors.findings(paper.paper_type, paper.author_group, amended, person=paper.author_person)
    if amended is not None and amended.status != PaperStatus.RELEASED:
        text = (
            "Die Vorlage, die geändert werden soll, gilt nicht mehr. Ziehen Sie den Änderungsantrag zurück."
        )
        found.append(block("A-15", text, absolute=True))
    return found


def missing_parts(paper: Paper, sequence: list[Consultation]) -> list[Finding]:
    """V-10, V-11, V-12: the parts a paper of its kind must have."""
    found: list[Finding] = []
    behaviour = paper.paper_type.behaviour
    if not paper.subject.strip():
        found.append(block("V-10", "Geben Sie den Betreff ein.", "subject", absolute=True))
    if behaviour != Behaviour.INFORMS and not plain(paper.draft_resolution).strip():
        found.append(block("V-10", "Schreiben Sie den Beschlussentwurf.", "draft_resolution"))
    if behaviour == Behaviour.INFORMS and not plain(paper.statement).strip():
        found.append(block("V-10", "Schreiben Sie den Sachverhalt.", "statement"))
    if not sequence:
        found.append(
            block("V-10", "Legen Sie fest, welche Gremien beraten (Beratungsfolge).", "consultations")
        )
    if not bylaws.covers_papers(on=paper.dated_on):
        text = f"Für den {paper.dated_on:%d.%m.%Y} ist kein Ortsrecht hinterlegt. Ändern Sie das Datum der Vorlage."
        found.append(block("V-11", text, "dated_on", absolute=True))
    elif behaviour in bylaws.value("paper.impacts_required_for", on=paper.dated_on):
        for name, label in (
            ("financial_impact", "finanziellen Auswirkungen"),
            ("climate_impact", "Auswirkungen auf Klima und Umwelt"),
        ):
            if not plain(getattr(paper, name)).strip():
                text = f"Beschreiben Sie die {label}. Gibt es keine, schreiben Sie „keine“."
                found.append(block("V-11", text, name))
    return found


def signatures(act: Act[Paper]) -> list[Finding]:
    """M-02 to M-05: mandatory co-signatures present and for this text, a refusal known."""
    paper, on = act.row, act.on
    found = _hearing(paper)
    present = co_signing.standings(paper)
    for office, rule, is_mandatory in co_signing.required_offices(paper, on=on):
        # Somebody of the office may also be asked by hand; only what the matter demands is the duty.
        if not any(row.participation.office == office and row.participation.required_by for row in present):
            name = Office(office).label
            text = f"Die Beteiligung ist vorgeschrieben: {name}. Geben Sie die Vorlage in die Mitzeichnung."
            found.append(
                block(rule, text, "participations", about=name)
                if is_mandatory
                else warn(rule, text, "participations")
            )
    for row in present:
        missing = missing_signature(row)
        if missing is not None:
            found.append(missing)
        if row.is_refused:
            name = row.participation.name
            text = f"{name} hat die Mitzeichnung abgelehnt. Begründen Sie, warum die Vorlage trotzdem weitergeht."
            found.append(warn("M-05", text, "participations"))
    return found


def _hearing(paper: Paper) -> list[Finding]:
    """M-03: what this program cannot know, the Personalrat's hearing."""
    if not co_signing.changes_positions(paper):
        return []
    text = (
        "Die Vorlage wirkt sich auf Stellen aus. Klären Sie mit dem Personalrat, ob er anzuhören ist "
        "(§ 75 LPVG NRW)."
    )
    return [info("M-03", text, "affects_positions")]


def missing_signature(row: co_signing.Standing) -> Finding | None:
    """M-02 to M-04: a co-signature the matter demands that was never given, or any for an older text."""
    asked, name = row.participation, row.participation.name
    if asked.kind != ParticipationKind.CO_SIGNATURE or not row.is_open:
        return None
    if row.is_outdated:
        text = (
            f"Der Text wurde nach der Mitzeichnung von {name} geändert. Bitten Sie um eine neue Mitzeichnung."
        )
        return block("M-04", text, "participations", about=name)
    if not asked.is_mandatory:
        text = (
            f"Die Mitzeichnung steht noch aus: {name}. Begründen Sie, warum die Vorlage ohne sie weitergeht."
        )
        return warn(asked.required_by, text, "participations") if asked.required_by else None
    rule = asked.required_by or "M-04"
    return block(rule, f"Eine verpflichtende Mitzeichnung fehlt: {name}.", "participations", about=name)


def acknowledgements(act: Act[Paper]) -> list[Finding]:
    """M-01: a participating unit has not taken note yet, or of an earlier text only."""
    rows = [
        row
        for row in co_signing.standings(act.row)
        if row.participation.kind == ParticipationKind.ACKNOWLEDGEMENT
    ]
    names = ", ".join(row.participation.name for row in rows if row.is_open)
    if not names:
        return []
    return [
        warn(
            "M-01",
            f"Noch nicht zur Kenntnis genommen: {names}. Begründen Sie die Freigabe im Vermerk.",
            "participations",
        )
    ]


def four_eyes(act: Act[Paper]) -> list[Finding]:
    """V-14, V-16: a lawful releasing person who is not the drafter."""
    if offices.releasing_holding(act.by, act.on) is None:
        text = (
            "Freigeben kann nur die Bürgermeisterin oder der Bürgermeister, die allgemeine Vertretung nur, "
            "solange eine Vertretung eingetragen ist (§ 68 GO NRW)."
        )
        return [block("V-13", text, absolute=True)]
    if bylaws.is_on("release.four_eyes", on=act.on) and history.has_drafted(act.by, act.row):
        return [
            block(
                "V-16", "Wer die Vorlage verfasst hat, kann sie nicht selbst freigeben (Vier-Augen-Prinzip)."
            )
        ]
    return []
