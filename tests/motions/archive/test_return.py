"""SI-05, SI-04: what was issued comes back from a package as it was: bytes, hash, address, signatures, minutes."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from motions.models import (
    Appointment,
    IssuedDocument,
    Meeting,
    MeetingDocument,
    Minutes,
    MinutesScan,
    MinutesSignature,
    Paper,
    PublicDocument,
    Release,
    Signature,
    Unit,
    User,
)
from motions.models.choices import Edition, Office
from motions.rules import (
    documents,
    files,
    invariants,
    manifests,
    meeting_documents,
    meeting_invariants,
    minutes,
    public_documents,
    signature_invariants,
    signing,
    signing_work,
)
from motions.rules.clearance import clearance
from motions.rules.minutes_workflow import FINISH, MAKE_READY
from motions.rules.public_documents import Matter
from motions.rules.transitions import perform
from tests.factories import past_the_guards
from tests.motions.moving.sample import sample, take_over, write
from tests.motions.moving.test_round_trip import installation
from tests.motions.signing.keys_of_tests import folder, setup
from tests.people import SINCE

from .scene import contents, print_all
from .test_archive_commands import MAYOR, exported, imported

SERIES = "stellenplan-2022"


@pytest.fixture(autouse=True)
def keys(settings: Any) -> None:
    """The town has a Siegel."""
    setup()
    settings.SIGNING_DIR = folder()


@pytest.fixture
def package(db: None, tmp_path: Path) -> Path:
    """Of a town that is gone: a sealed paper with two versions, a sealed list of documents, minutes on paper."""
    target = tmp_path / "paket.zip"
    with installation() as by, clearance("system"):
        take_over(write(tmp_path / "alt", sample()), by)
        _add_version(by)
        _seal(by)
        print_all()
        _plan(by)
        _list(Meeting.objects.get(status="closed"))
        _sign_minutes(Meeting.objects.get(status="closed"), by)
        exported(target, "--jahr", "2022", "--nichtoeffentlich")
    return target


def _add_version(by: User) -> None:
    paper = Paper.objects.get(reference_number=4100)
    first = paper.releases.get()
    again = Release.objects.create(
        paper=paper,
        revision=2,
        released_by=by,
        office=first.office,
        in_representation=True,
        substitution_ground="Urlaub",
        released_at=first.released_at + dt.timedelta(days=1),
    )
    documents.freeze_again(paper, again, like=first)


def _seal(by: User) -> None:
    document = IssuedDocument.objects.get(
        paper__reference_number=4100, edition=Edition.PUBLIC, release__revision=2
    )
    documents.make(document.pk, now=timezone.now())
    document.refresh_from_db()
    request = signing.seal(document, shown=document.sha256, by=by, now=timezone.now())
    assert signing_work.fulfil(request.pk, now=timezone.now()) is None


def _plan(by: User) -> None:
    paper = Paper.objects.get(reference_number=4100)
    content = {"schema": "ratsinfo-plan/1", "subject": "Stellenplan 2022"}
    matter = Matter(
        SERIES, "Stellenplan 2022", "/stellenplan/2022/", dt.date(2022, 12, 31), [paper.pk], content
    )
    row = public_documents.freeze(matter, now=timezone.now())
    data = b"%PDF-1.7 plan"
    PublicDocument.objects.filter(pk=row.pk).update(
        sha256=files.keep(data), size=len(data), pages=1, made_at=timezone.now()
    )


def _list(meeting: Meeting) -> None:
    assert manifests.write(meeting.invitations.get().pk, now=timezone.now()) is None
    for made in meeting.documents.filter(kind="manifest"):
        assert meeting_documents.make(made.pk, now=timezone.now()) is None


def _sign_minutes(meeting: Meeting, by: User) -> None:
    Appointment.objects.create(
        user=by, office=Office.MEETING_OFFICE, unit=Unit.objects.get(code="BM"), starts_on=SINCE
    )
    with past_the_guards():
        Meeting.objects.filter(pk=meeting.pk).update(minute_taker=by)
    now = timezone.now()
    row = minutes.begin(Meeting.objects.get(pk=meeting.pk), now=now)
    perform(row, MAKE_READY, by=by, now=now, note="ok")
    print_all()
    row = Minutes.objects.get(pk=row.pk)
    for signer in minutes.signers(row):
        MinutesSignature.objects.create(
            minutes=row,
            role=signer.role,
            name=signer.name,
            covers=signer.covers,
            signed_on=timezone.localdate(),
            recorded_by=by,
            recorded_at=now,
        )
    for edition in minutes.parts(row.meeting):
        data = f"%PDF-1.7 scan {edition}".encode()
        MinutesScan.objects.create(
            minutes=row,
            edition=edition,
            media_type="application/pdf",
            sha256=files.keep(data),
            size=len(data),
            pages=2,
            uploaded_by=by,
            uploaded_at=now,
        )
    perform(row, FINISH, by=by, now=now)


@pytest.fixture
def moved(package: Path, tmp_path: Path, settings: Any) -> Iterator[str]:
    """Taken over into an empty installation with a store of its own; what the command said."""
    store = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path / "ablage")}}
    settings.STORAGES = {**settings.STORAGES, "default": store}
    with installation(), clearance("system"):
        yield imported(package, "--as", MAYOR)


def test_si05_what_was_issued_comes_back_byte_by_byte(moved: str, package: Path, tmp_path: Path) -> None:
    second = tmp_path / "wieder.zip"
    exported(second, "--jahr", "2022", "--nichtoeffentlich")
    there, back = contents(package.read_bytes()), contents(second.read_bytes())
    kept = [
        name for name in there if name.startswith(("data/sitzungen/", "data/vorlagen/", f"data/{SERIES}/"))
    ]
    assert len([name for name in kept if name.endswith(".pdf")]) == 14
    assert {name: back[name] for name in kept} == {name: there[name] for name in kept}
    assert json.loads(back["data/issued.json"]) == json.loads(there["data/issued.json"])
    assert back["data/town.json"] == there["data/town.json"]
    assert "12 Ausfertigungen, 1 Signaturen, 1 Niederschriften" in moved
    assert moved.splitlines()[-1] == "Bleibt, wie es ist: 0"


def test_si04_the_seal_is_proven_as_before(moved: str, tmp_path: Path) -> None:
    signature = Signature.objects.get()
    for digest in (signature.sha256, signature.source_sha256):
        assert (tmp_path / "ablage" / digest[:2] / digest).is_file()
    document = signature.document
    assert (signature.kind, signature.source_sha256, signature.request) == ("seal", document.sha256, None)
    assert signature.verdict["is_valid"] is True
    assert files.read(signature.sha256).startswith(files.read(document.sha256))
    assert [row.revision for row in Release.objects.filter(paper__reference_number=4100)] == [1, 2]
    checks: list[Callable[[], Iterator[str]]] = [
        *signature_invariants.ALL,
        invariants.files_recorded,
        invariants.released_text_unchanged,
        invariants.annexes_as_released,
        invariants.one_event_per_act,
        meeting_invariants.minutes_signed,
        meeting_invariants.one_event_per_step,
    ]
    assert [text for check in checks for text in check()] == []


def test_n01_closed_minutes_stay_closed(moved: str) -> None:
    row = Minutes.objects.get()
    assert row.status == "signed"
    assert [(one.role, one.way) for one in row.signatures.all()] == [
        ("chair", "paper"),
        ("minute_taker", "paper"),
    ]
    assert sorted(row.scans.values_list("edition", flat=True)) == ["internal", "public"]


def test_twice_is_once(moved: str, package: Path) -> None:
    before = [
        model._default_manager.count() for model in (IssuedDocument, MeetingDocument, Signature, Minutes)
    ]
    said = imported(package, "--as", MAYOR)
    assert "Nichts zu ändern: Alles war schon da." in said
    after = [
        model._default_manager.count() for model in (IssuedDocument, MeetingDocument, Signature, Minutes)
    ]
    assert after == before


def test_without_the_documents_own_ones_are_made(package: Path) -> None:
    with installation(), clearance("system"):
        imported(package, "--as", MAYOR, "--ohne-ausfertigungen")
        assert set(IssuedDocument.objects.values_list("sha256", flat=True)) == {""}
        assert not Signature.objects.exists()
        said = imported(package, "--as", MAYOR)
        assert "Hier gibt es eine eigene Ausfertigung" in said
        assert not Signature.objects.exists()


Damage = Callable[[dict[str, Any]], None]


def _sealed(found: dict[str, Any]) -> dict[str, Any]:
    return next(row for row in found["papers"] if "signatures" in row)


def _other_size(found: dict[str, Any]) -> None:
    _sealed(found)["size"] -= 1


def _other_hash(found: dict[str, Any]) -> None:
    _sealed(found)["sha256"] = "0" * 64


def _signed_by_a_person(found: dict[str, Any]) -> None:
    _sealed(found)["signatures"][0]["kind"] = "qualified"


def _signed_elsewhere(found: dict[str, Any]) -> None:
    _sealed(found)["signatures"][0]["field"] = "signature-9"


def _address(found: dict[str, Any]) -> None:
    found["papers"][0]["public_id"] = found["papers"][1]["public_id"]


def _future(found: dict[str, Any]) -> None:
    found["meetings"][0]["published_at"] = "2199-01-01T00:00:00+01:00"


def _stranger(found: dict[str, Any]) -> None:
    found["meetings"][0]["meeting"] = "fremd"


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (_future, "aus der Zukunft"),
        (_stranger, "Die Kennung „fremd“ ist nicht bekannt"),
        (_other_size, "Die Prüfsumme passt nicht zur Datei"),
        (_other_hash, "Die Prüfsumme passt nicht zur Datei"),
        (_signed_by_a_person, "ist nicht qualifiziert"),
        (_signed_elsewhere, "ist nicht in der Datei"),
        (_address, "kommt zweimal vor"),
    ],
)
def test_si04_what_does_not_fit_its_file_is_refused_and_nothing_is_written(
    package: Path, tmp_path: Path, damage: Damage, words: str
) -> None:
    file = changed(package, tmp_path / "offen", damage)
    with installation(), clearance("system"):
        with pytest.raises(CommandError, match=words):
            call_command("import_town", str(file), "--as", MAYOR)
        assert not Paper.objects.exists()


def changed(package: Path, folder: Path, damage: Damage) -> Path:
    """The package unpacked, with other words about its documents; the file to take over."""
    for name, data in contents(package.read_bytes()).items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    place = folder / "data/issued.json"
    issued = json.loads(place.read_text())
    damage(issued)
    place.write_text(json.dumps(issued))
    return folder / "data/town.json"


def _of_another_paper(found: dict[str, Any]) -> None:
    found["others"][0]["papers"] = ["fremd"]


def test_what_follows_from_a_paper_that_is_not_here_stays_in_the_package(
    package: Path, tmp_path: Path
) -> None:
    """Taken over without its paper it would be public for ever: nothing could withdraw it."""
    file = changed(package, tmp_path / "offen", _of_another_paper)
    out = StringIO()
    with installation(), clearance("system"):
        call_command("import_town", str(file), "--as", MAYOR, stdout=out)
        assert not PublicDocument.objects.exists()
    assert (
        "„Stellenplan 2022“ folgt aus einer Vorlage, die hier fehlt, und bleibt im Paket." in out.getvalue()
    )


def test_si04_a_seal_nobody_here_vouches_for_is_refused(package: Path, tmp_path: Path, settings: Any) -> None:
    settings.SIGNING_DIR = tmp_path / "leer"
    with installation(), clearance("system"):
        with pytest.raises(CommandError, match="Richten Sie erst die Stammzertifikate"):
            imported(package, "--as", MAYOR)
        imported(package, "--as", MAYOR, "--ohne-ausfertigungen")
        assert Paper.objects.count() == 2
