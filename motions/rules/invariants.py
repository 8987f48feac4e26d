"""Unumstößliches (security.md 4): what must hold after every step, crash and race, asked of a live database.

Each function answers with German sentences, none if all is well. Run at the clearance "system". What is asked of
meetings stands in meeting_invariants.py.
"""

from collections import Counter
from collections.abc import Callable, Iterator

from django.core.files.storage import default_storage
from django.db.models import Count, F, Q
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from motions.models import (
    Attachment,
    Event,
    IssuedDocument,
    MeetingDocument,
    MinutesScan,
    Paper,
    PublicDocument,
    Release,
    Signature,
    SignedUpload,
    User,
)
from motions.models.choices import ISSUED, Edition, PaperStatus

from . import (
    archive_packages,
    co_signing,
    documents,
    families,
    files,
    meeting_documents,
    meeting_invariants,
    numbering,
    outbox,
    paper_checks,
    permissions,
    public_documents,
    signature_invariants,
    signing,
    waivers,
)
from .clearance import clearance
from .content import content_of

_TEXTS = ("subject", "plain_words", "draft_resolution", "statement", "financial", "climate", "consultations")


def numbers_once() -> Iterator[str]:
    """I1: every number once, none above the counter."""
    rows = Paper.objects.filter(reference_number__isnull=False)
    numbers = Counter(rows.values_list("reference_number", "reference_suffix"))
    yield from (
        f"I1: Die Nummer {number} ist mehrfach vergeben." for number, count in numbers.items() if count > 1
    )
    last = numbering.last_drawn()
    yield from (
        f"I1: {paper.reference} liegt über dem Zähler." for paper in rows.filter(reference_number__gt=last)
    )


def required_parts() -> Iterator[str]:
    """I2: no issued paper without number, lead unit, Beratungsfolge and release."""
    rows = Paper.objects.filter(status__in=ISSUED).annotate(
        stations=Count("consultations", distinct=True), times=Count("releases", distinct=True)
    )
    incomplete = rows.filter(Q(reference_number__isnull=True) | Q(stations=0) | Q(times=0) | Q(subject=""))
    yield from (f"I2: {paper} ist freigegeben, aber unvollständig." for paper in incomplete)


def released_text_unchanged() -> Iterator[str]:
    """I3: what is released today reads as it was frozen."""
    for paper in Paper.objects.filter(status__in=ISSUED).select_related("paper_type", "lead_unit", "drafter"):
        document = paper.documents.order_by("-release__revision", "edition").first()
        if document is None:
            continue
        now = content_of(paper, edition=document.edition, release=document.release)
        changed = [name for name in _TEXTS if now[name] != document.content[name]]
        if changed:
            yield f"I3: {paper.reference} weicht von der Freigabe ab: {', '.join(changed)}."


def valid_signatures() -> Iterator[str]:
    """I4: a released paper has its mandatory co-signatures for this very text, or an exception."""
    for paper in Paper.objects.filter(status__in=[PaperStatus.SUBMITTED, PaperStatus.RELEASED]):
        waived = waivers.covered(paper)
        for row in co_signing.standings(paper):
            missing = paper_checks.missing_signature(row)
            if missing is not None and missing.blocks and missing.key not in waived:
                yield f"I4: {paper.reference}: Die Mitzeichnung von {row.participation.name} fehlt oder ist überholt."


def two_nets_agree() -> Iterator[str]:
    """I7: the permission query and the database's row-level security show the same papers to everybody."""
    for user in User.objects.filter(is_active=True).select_related("person"):
        allowed = set(permissions.visible_papers(user).values_list("pk", flat=True))
        with clearance("user", user.pk):
            shown = set(Paper.objects.values_list("pk", flat=True))
        if allowed != shown:
            yield f"I7: Für {user} zeigen Abfrage und Datenbank verschiedene Vorlagen: {sorted(allowed ^ shown)}."


def public_has_publisher() -> Iterator[str]:
    """I8: every public paper was released by somebody."""
    rows = permissions.public_papers().filter(releases__isnull=True)
    yield from (f"I8: {paper.reference} ist öffentlich, aber niemand hat sie freigegeben." for paper in rows)


def files_recorded() -> Iterator[str]:
    """I9, I14: every issued file, annex and scan is there, under the hash of its bytes."""
    for digest in _recorded():
        if not files.is_kept(digest):
            yield f"I14: Die Datei {digest} fehlt in der Ablage."
        elif not files.is_intact(digest):
            yield f"I9: Die Datei {digest} wurde verändert."


def _recorded() -> set[str]:
    """The hash of every file a row knows."""
    issued = IssuedDocument.objects.values_list("sha256", flat=True)
    of_meetings = MeetingDocument.objects.values_list("sha256", flat=True)
    further = PublicDocument.objects.values_list("sha256", flat=True)
    annexes = Attachment.objects.values_list("sha256", flat=True)
    uploads = SignedUpload.objects.values_list("sha256", flat=True)
    signed = Signature.objects.values_list("sha256", flat=True)
    scans = MinutesScan.objects.values_list("sha256", flat=True)
    return {*issued, *of_meetings, *further, *annexes, *signed, *uploads, *scans} - {""}


def annexes_as_released() -> Iterator[str]:
    """I9: the annexes of a released paper are the very files it was released with."""
    for document in IssuedDocument.objects.filter(paper__status__in=ISSUED).select_related("paper"):
        if document.release_id != document.paper.releases.latest("revision").pk:
            continue
        rows = document.paper.attachments.all()
        shown = rows.filter(is_public=True) if document.edition == Edition.PUBLIC else rows
        frozen = [row.get("sha256") for row in document.content["attachments"]]
        if frozen != list(shown.values_list("sha256", flat=True)):
            yield f"I9: Die Anlagen von {document.paper.reference} sind nicht die freigegebenen."


def public_names_nothing_secret() -> Iterator[str]:
    """I10: a public edition names no non-public annex or original, and none is replaced by a non-public text."""
    for document in IssuedDocument.objects.filter(edition=Edition.PUBLIC).select_related(
        "paper__original", "paper__amends"
    ):
        reference = document.content["reference"]
        if any(not row["is_public"] for row in document.content["attachments"]):
            yield f"I10: Die öffentliche Ausfertigung von {reference} nennt eine nichtöffentliche Anlage."
        original, amended = document.paper.original, document.paper.amends
        if (original and not original.is_public and document.content["replaces"]) or (
            amended and not amended.is_public and document.content.get("amends")
        ):
            yield f"I10: Die öffentliche Ausfertigung von {reference} nennt eine nichtöffentliche Vorlage."
    for paper in permissions.public_papers().filter(status=PaperStatus.SUPERSEDED):
        if not families.texts(paper).filter(status=PaperStatus.RELEASED, is_public=True).exists():
            yield f"I10: {paper.reference} ist ersetzt, aber durch keinen öffentlichen Text."


def one_event_per_act() -> Iterator[str]:
    """I12: the events of a paper form one chain that ends at its status, one link for each change."""
    for paper in Paper.objects.all():
        links = list(
            paper.events.exclude(to_status="").order_by("pk").values_list("from_status", "to_status")
        )
        ends = ["", *(end for _, end in links)]
        if any(start != before for (start, _), before in zip(links, ends, strict=False)):
            yield f"I12: Der Verlauf von {paper} hat eine Lücke."
        if ends[-1] != paper.status:
            yield f"I12: Der Verlauf von {paper} endet nicht beim Stand „{paper.get_status_display()}“."
    moments = Release.objects.values("paper", "released_at", "revised_at")
    twice = moments.annotate(times=Count("pk")).filter(times__gt=1)
    yield from (f"I12: Die Vorlage {row['paper']} wurde zweimal zugleich freigegeben." for row in twice)


def nothing_from_the_future() -> Iterator[str]:
    """I16: nothing dated in the future is visible."""
    later = Release.objects.filter(released_at__gt=timezone.now(), paper__in=permissions.public_papers())
    yield from (f"I16: {release.paper.reference} ist vor der Freigabe sichtbar." for release in later)
    early = Event.objects.filter(happened_at__lt=F("paper__created_at")).select_related("paper")
    yield from (f"I16: {event.paper} hat ein Ereignis vor der Anlage." for event in early)


def documents_made() -> Iterator[str]:
    """I13: soon after its release a paper in force has its PDFs, and a document of a meeting its own."""
    for document in documents.overdue(now=timezone.now()):
        why = document.failure or "Läuft der Dienst für die Aufgaben im Hintergrund?"
        kind = document.get_edition_display()
        yield f"I13: {document.paper.reference}: Das PDF ({kind}) ist noch nicht hergestellt. {why}"
    for issued in meeting_documents.overdue(now=timezone.now()):
        why = issued.failure or "Läuft der Dienst für die Aufgaben im Hintergrund?"
        kind = f"{issued.get_kind_display()}, {issued.get_edition_display()}"
        yield f"I13: {issued.meeting}: Das PDF ({kind}) ist noch nicht hergestellt. {why}"
    for further in public_documents.overdue(now=timezone.now()):
        why = further.failure or "Läuft der Dienst für die Aufgaben im Hintergrund?"
        yield f"I13: {further.title}: Das PDF ist noch nicht hergestellt. {why}"


def orders_carried_out() -> Iterator[str]:
    """I13: soon after somebody had a document signed it is, unless the key waits for a person."""
    for order in signing.overdue(now=timezone.now()):
        why = order.failure or "Läuft der Dienst für die Signaturen?"
        yield f"I13: Der Signaturauftrag von {order.asked_by} ({order.pk}) ist nicht ausgeführt. {why}"


def archives_kept() -> Iterator[str]:
    """I14: an Archivpaket that can be fetched is there."""
    for package in archive_packages.lost():
        yield f"I14: Die Datei des Archivpakets „{archive_packages.scope_of(package).title}“ fehlt in der Ablage."


def mails_sent() -> Iterator[str]:
    """I13: what is to be told has left, and if not, somebody learns why."""
    for row in outbox.overdue(now=timezone.now()):
        why = row.failure or "Läuft der Dienst für die Aufgaben im Hintergrund?"
        yield f"I13: „{row.get_kind_display()}“ an {row.recipient} ist nicht versandt. {why}"


def no_job_given_up() -> Iterator[str]:
    """I13: no job has ended without its effect; the list is emptied after a week."""
    for job in ProcrastinateJob.objects.filter(status="failed").order_by("pk"):
        yield f"I13: Die Aufgabe {job.task_name} ({job.pk}) ist aufgegeben."


ALL: tuple[Callable[[], Iterator[str]], ...] = (
    numbers_once,
    required_parts,
    released_text_unchanged,
    valid_signatures,
    two_nets_agree,
    public_has_publisher,
    files_recorded,
    annexes_as_released,
    public_names_nothing_secret,
    one_event_per_act,
    nothing_from_the_future,
    documents_made,
    orders_carried_out,
    archives_kept,
    mails_sent,
    no_job_given_up,
    *meeting_invariants.ALL,
    *signature_invariants.ALL,
)


def broken() -> list[str]:
    """Everything that does not hold."""
    return [sentence for invariant in ALL for sentence in invariant()]


def orphans() -> list[str]:
    """Stored files no row knows (harmless: an upload whose transaction failed)."""
    folders = default_storage.listdir("")[0] if default_storage.exists("") else []
    stored = (name for folder in folders if len(folder) == 2 for name in default_storage.listdir(folder)[1])
    return sorted(set(stored) - _recorded())
