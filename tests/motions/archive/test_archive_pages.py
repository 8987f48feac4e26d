"""The Ratsbüro has packages made, sees how far they are and fetches them; nobody else does (SI-05, DS-09)."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from motions import jobs
from motions.models import ArchivePackage, Meeting, Paper, ReadRecord
from motions.rules import archive_packages, files
from motions.rules.archive_packages import State, state_of
from motions.rules.archive_scope import Scope
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from tests.conftest import Login
from tests.factories import past_the_guards
from tests.meetings import make_meeting
from tests.people import Town

from .scene import MARK, Scene, add_secrets, contents, of_meeting, print_all, released

LIST = "/sitzungsdienst/archiv/"


def ordered(town: Town, scene: Scene, edition: str = "public") -> ArchivePackage:
    return archive_packages.ask(Scope(edition, scene.meeting), by=town.office, now=timezone.now())


def made(package: ArchivePackage) -> ArchivePackage:
    """What the worker does with the order."""
    jobs.make_archive_package(package.pk)
    return ArchivePackage.objects.get(pk=package.pk)


def test_si05_the_office_asks_the_worker_makes_the_office_fetches(
    town: Town, scene: Scene, login: Login
) -> None:
    client = login(town.office)
    address = f"{LIST}neu/?was=sitzung-{scene.meeting.pk}"
    assert client.post(address, {"edition": "public"})["Location"] == LIST
    assert "Wird hergestellt" in client.get(LIST).content.decode()
    job = ProcrastinateJob.objects.get(task_name="motions.jobs.make_archive_package")
    jobs.make_archive_package(**job.args)
    page = client.get(LIST).content.decode()
    (link,) = re.findall(rf'href="({LIST}[0-9a-f-]+\.zip)"', page)
    answer = client.get(link)
    assert answer.getvalue() == of_meeting(scene)
    assert answer["Content-Disposition"] == (
        f'attachment; filename="archivpaket-sitzung-{scene.meeting.slug}-oeffentlich.zip"'
    )
    package = ArchivePackage.objects.get()
    assert (package.done, package.total, package.file_count) == (5, 5, 20)
    assert package.sha256 in page
    assert scene.meeting.events.filter(act="archive_package", actor=town.office).count() == 1


@pytest.mark.parametrize("who", ["", "council_member", "clerk", "mayor", "administrator"])
def test_nobody_else_fetches_a_package(town: Town, scene: Scene, client: Client, who: str) -> None:
    package = made(ordered(town, scene))
    if who:
        client.force_login(getattr(town, who))
    with clearance("public"):
        answer = client.get(reverse("archive-file", args=[package.public_id]))
    assert answer.status_code == (403 if who else 302)


def test_the_rules_know_who_may_too(town: Town, scene: Scene) -> None:
    with pytest.raises(NotPermitted):
        archive_packages.ask(Scope("public", scene.meeting), by=town.mayor, now=timezone.now())
    package = ordered(town, scene)
    with pytest.raises(NotPermitted):
        archive_packages.try_again(package, by=town.clerk)
    assert list(archive_packages.visible_packages(town.council_member)) == []


def test_the_database_shows_the_rows_to_the_office_alone(town: Town, scene: Scene) -> None:
    ordered(town, scene, "internal")
    seen = {}
    for name in ("office", "mayor", "clerk", "council_member", "administrator"):
        with clearance("user", getattr(town, name).pk):
            seen[name] = ArchivePackage.objects.count()
    with clearance("public"):
        seen["citizen"] = ArchivePackage.objects.count()
    assert seen == {"office": 1} | dict.fromkeys(
        ("mayor", "clerk", "council_member", "administrator", "citizen"), 0
    )


def test_ds09_who_fetches_the_internal_package_is_written_down(
    town: Town, scene: Scene, login: Login
) -> None:
    add_secrets(town, scene)
    secret = Paper.objects.get(subject__contains=MARK)
    packages = [made(ordered(town, scene, edition)) for edition in ("public", "internal")]
    for package in packages:
        assert login(town.office).get(reverse("archive-file", args=[package.public_id])).status_code == 200
    # Of the public paper an annex is not public.
    assert noted() == [(town.office.pk, matter) for matter in (scene.meeting, scene.paper, secret)]


def test_ds09_papers_on_no_agenda_are_written_down_with_the_package_of_their_year(
    town: Town, scene: Scene, login: Login
) -> None:
    secret = released(town, f"{MARK} kauft", is_public=False, secrecy_ground="property")
    print_all()
    for edition in ("public", "internal"):
        package = archive_packages.ask(Scope(edition, year=2026), by=town.office, now=timezone.now())
        answer = login(town.office).get(reverse("archive-file", args=[made(package).public_id]))
        assert answer.status_code == 200
    assert noted() == [(town.office.pk, matter) for matter in (scene.meeting, secret)]


def noted() -> list[tuple[int, Meeting | Paper | None]]:
    """Who has read which packages of what."""
    rows = ReadRecord.objects.filter(part="Archivpaket").order_by("pk")
    return [(row.reader_id, row.meeting or row.paper) for row in rows]


def test_a_failure_is_told_and_can_be_tried_again(
    town: Town, scene: Scene, login: Login, settings: Any
) -> None:
    digest = scene.meeting.documents.get(kind="minutes").sha256
    place = Path(settings.MEDIA_ROOT) / digest[:2] / digest
    whole = place.read_bytes()
    place.unlink()
    package = made(ordered(town, scene))
    place.write_bytes(whole)
    assert state_of(package) == State.FAILED
    client = login(town.office)
    page = client.get(LIST).content.decode()
    assert "Die Datei „Niederschrift, Fassung 1“" in page
    again = reverse("archive-again", args=[package.public_id])
    assert again in page
    assert client.post(again)["Location"] == LIST
    assert client.post(again).status_code == 409
    assert state_of(made(package)) == State.READY
    assert client.get(reverse("archive-file", args=[package.public_id])).status_code == 200


def test_a_store_that_does_not_answer_is_asked_again_by_the_queue(
    town: Town, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(digest: str) -> None:
        raise files.StoreDown

    package = ordered(town, scene)
    monkeypatch.setattr("motions.rules.files.fetch", down)
    with pytest.raises(files.StoreDown):
        jobs.make_archive_package(package.pk)
    package.refresh_from_db()
    assert package.failure.startswith("Die Dateiablage antwortet gerade nicht.")


def test_a_second_click_makes_no_second_package(town: Town, scene: Scene) -> None:
    ordered(town, scene)
    with pytest.raises(OutdatedState, match="steht schon in der Liste"):
        ordered(town, scene)
    assert ArchivePackage.objects.count() == 1


def test_a_finished_package_is_not_made_again_by_a_second_job(town: Town, scene: Scene) -> None:
    package = made(ordered(town, scene))
    jobs.make_archive_package(package.pk)
    assert ArchivePackage.objects.get().made_at == package.made_at


def test_what_is_not_over_goes_into_no_archive(town: Town, scene: Scene, login: Login) -> None:
    planned = make_meeting(town.organs["Rat"])
    with pytest.raises(Refused, match="Schließen Sie zuerst die Sitzung"):
        archive_packages.ask(Scope("public", planned), by=town.office, now=timezone.now())
    with pytest.raises(Refused, match="Für 1999 gibt es weder eine abgeschlossene Sitzung"):
        archive_packages.ask(Scope("public", year=1999), by=town.office, now=timezone.now())
    client = login(town.office)
    for was in (f"sitzung-{planned.pk}", "jahr-1999", "unsinn", ""):
        answer = client.get(f"{LIST}neu/?was={was}", follow=True)
        assert "Wählen Sie eine abgeschlossene Sitzung oder ein Jahr aus." in answer.content.decode()


def test_a_year_without_a_meeting_goes_into_the_archive(town: Town, scene: Scene, login: Login) -> None:
    paper = released(town, "Bäume am Bach")
    with past_the_guards():
        Paper.objects.filter(pk=paper.pk).update(dated_on=dt.date(2019, 5, 2))
    print_all()
    client = login(town.office)
    assert 'value="jahr-2019"' in client.get(LIST).content.decode()
    assert client.get(f"{LIST}neu/?was=jahr-2019").status_code == 200
    package = made(archive_packages.ask(Scope("public", year=2019), by=town.office, now=timezone.now()))
    with default_storage.open(archive_packages.file_name(package)) as stored:
        found = contents(stored.read())
    assert [name for name in found if name.endswith(".pdf")] == [
        f"data/vorlagen/{paper.slug}/vorlage-fassung-1.pdf",
        f"data/vorlagen/{paper.slug}/anlage-lageplan.pdf",
    ]


def test_what_would_be_missing_is_told_before(town: Town, scene: Scene, login: Login) -> None:
    planned = make_meeting(town.organs["Rat"], starts_at=scene.meeting.starts_at + dt.timedelta(days=7))
    page = login(town.office).get(f"{LIST}neu/?was=jahr-2026").content.decode()
    assert f"Die Sitzung {planned} ist noch nicht abgeschlossen und fehlt im Paket." in page
    assert f"Die Niederschrift der Sitzung {scene.meeting} ist noch nicht unterschrieben" in page


def test_si05_annexes_that_are_not_pdfa_are_named_before(town: Town, scene: Scene, login: Login) -> None:
    address = f"{LIST}neu/?was=sitzung-{scene.meeting.pk}"
    words = f"Anlage „Lageplan“ (plan.pdf) der Vorlage {scene.paper.reference}"
    assert words in login(town.office).get(address).content.decode()
    for says, is_named in ((True, False), (None, False), (False, True)):
        with past_the_guards(), pgtrigger.ignore("motions.Attachment:attachment_frozen"):
            scene.paper.attachments.update(is_pdfa=says)
        assert (words in login(town.office).get(address).content.decode()) == is_named


def test_a_year_holds_its_meetings_and_its_papers(town: Town, scene: Scene) -> None:
    package = archive_packages.ask(Scope("public", year=2026), by=town.office, now=timezone.now())
    package = made(package)
    with default_storage.open(archive_packages.file_name(package)) as stored:
        found = contents(stored.read())
    assert f"data/sitzungen/{scene.meeting.slug}/niederschrift-fassung-1.pdf" in found
    assert f"data/vorlagen/{scene.paper.slug}/anlage-lageplan.pdf" in found


def test_files_are_forgotten_after_thirty_days_and_the_proof_stays(
    town: Town, scene: Scene, login: Login
) -> None:
    package = made(ordered(town, scene))
    assert package.made_at is not None
    assert archive_packages.forget(now=package.made_at + dt.timedelta(days=30)) == 0
    assert archive_packages.forget(now=package.made_at + dt.timedelta(days=30, seconds=1)) == 1
    assert not default_storage.exists(archive_packages.file_name(package))
    client = login(town.office)
    assert client.get(reverse("archive-file", args=[package.public_id])).status_code == 404
    page = client.get(LIST).content.decode()
    assert "Datei gelöscht am" in page
    assert package.sha256 in page


def test_i9_a_package_with_other_bytes_than_its_checksum_is_not_delivered(
    town: Town, scene: Scene, login: Login
) -> None:
    package = made(ordered(town, scene))
    place = Path(default_storage.path(archive_packages.file_name(package)))
    whole = place.read_bytes()
    client, address = login(town.office), reverse("archive-file", args=[package.public_id])
    for damage in (lambda: place.write_bytes(whole[:-1]), place.unlink):
        damage()
        answer = client.get(address)
        assert answer.status_code == 500
        assert "in der Ablage aber nicht unversehrt vorhanden" in answer.content.decode()
    place.write_bytes(whole)
    assert client.get(address).getvalue() == whole


def test_the_database_keeps_the_proof(town: Town, scene: Scene) -> None:
    package = made(ordered(town, scene))
    rows = ArchivePackage.objects.filter(pk=package.pk)
    for change in ({"sha256": "0" * 64}, {"edition": "internal"}, {"made_at": timezone.now()}):
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError, match="of_meeting_or_year"), transaction.atomic():
        ArchivePackage.objects.create(edition="public", asked_by=town.office, asked_at=timezone.now())
    waiting = ordered(town, scene, "internal")
    with pytest.raises(IntegrityError, match="forgotten_when_made"), transaction.atomic():
        ArchivePackage.objects.filter(pk=waiting.pk).update(forgotten_at=timezone.now())
    with pytest.raises(IntegrityError, match="made_whole"), transaction.atomic():
        ArchivePackage.objects.filter(pk=waiting.pk).update(sha256="0" * 64)


def test_the_list_asks_no_more_for_more_packages(town: Town, scene: Scene, login: Login) -> None:
    client = login(town.office)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    ordered(town, scene)
    queries()
    few = queries()
    ordered(town, scene, "internal")
    archive_packages.ask(Scope("public", year=2026), by=town.office, now=timezone.now())
    assert queries() == few


class Interrupted(FileSystemStorage):
    """Eine Ablage, in der etwas geschieht, while a package reads its first file."""

    interruption: Callable[[], object] | None = None

    def _open(self, name: str, mode: str = "rb") -> Any:
        act, Interrupted.interruption = Interrupted.interruption, None
        if act is not None:
            act()
        return super()._open(name, mode)  # type: ignore[misc]


@pytest.fixture
def interrupted(settings: Any) -> type[Interrupted]:
    """The store of this test."""
    store = {"BACKEND": f"{__name__}.Interrupted"}
    settings.STORAGES = {**settings.STORAGES, "default": store}
    return Interrupted


def test_of_two_workers_at_one_package_the_first_to_end_has_made_it(
    town: Town, scene: Scene, interrupted: type[Interrupted]
) -> None:
    package = archive_packages.ask(Scope("public", scene.meeting), by=town.office, now=timezone.now())
    first: list[ArchivePackage] = []
    interrupted.interruption = lambda: first.append(made(package))
    done = made(package)
    assert (done.made_at, done.sha256) == (first[0].made_at, first[0].sha256)
    with default_storage.open(archive_packages.file_name(done)) as stored:
        assert files.digest(stored.read()) == done.sha256


def test_a_public_package_is_kept_back_once_a_part_is_public_no_more(
    town: Town, scene: Scene, login: Login
) -> None:
    public, internal = (made(ordered(town, scene, edition)) for edition in ("public", "internal"))
    with past_the_guards():
        Paper.objects.filter(pk=scene.paper.pk).update(is_public=False, secrecy_ground="property")
    client = login(town.office)
    answer = client.get(reverse("archive-file", args=[public.public_id]))
    assert answer.status_code == 409
    assert "inzwischen ersetzt oder nicht mehr öffentlich" in answer.content.decode()
    assert client.get(reverse("archive-file", args=[internal.public_id])).status_code == 200


def test_what_the_worker_lost_is_made_in_the_night(town: Town, scene: Scene) -> None:
    waiting, done = ordered(town, scene), made(ordered(town, scene, "internal"))
    ProcrastinateJob.objects.all().delete()
    jobs.catch_up(0)
    rows = ProcrastinateJob.objects.filter(task_name="motions.jobs.make_archive_package")
    assert [row.args for row in rows] == [{"package_id": waiting.pk}]
    assert done.made_at is not None


def test_a_failure_nobody_has_thought_of_is_told_too(
    town: Town, scene: Scene, interrupted: type[Interrupted]
) -> None:
    package = archive_packages.ask(Scope("public", scene.meeting), by=town.office, now=timezone.now())
    interrupted.interruption = lambda: 1 // 0
    with pytest.raises(ZeroDivisionError):
        jobs.make_archive_package(package.pk)
    package.refresh_from_db()
    assert package.failure.startswith("Das Paket ließ sich nicht herstellen.")
