"""SI-04: with which files an agenda went out is listed, sealed once, chained, and can be counted again by anybody."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from motions import jobs
from motions.models import (
    Invitation,
    IssuedDocument,
    MeetingDocument,
    ReadRecord,
    Recusal,
    Signature,
    SigningRequest,
)
from motions.pdf.attached import attached_data
from motions.rules import (
    files,
    manifest_check,
    manifests,
    meeting_documents,
    signature_invariants,
    signed_versions,
    signing,
    version_chain,
)
from motions.rules.clearance import clearance
from motions.rules.meeting_workflow import SUPPLEMENT
from motions.signing import identities
from tests.meetings import announce, make_item, make_meeting, take
from tests.motions.pdf.judges import faults
from tests.people import Town, person_of
from tests.standing import Ground, Standing

from .keys_of_tests import folder, setup
from .sent import SECRET, Sent, Worked, make_sent, make_worked, work
from .test_orders import keys_are_set_up

__all__ = ["keys_are_set_up"]


@pytest.fixture(scope="module")
def standing_sent(ground: Ground) -> Standing[Sent]:
    """Made once for this file."""
    return ground.build(make_sent)


@pytest.fixture
def sent(town: Town, standing_sent: Standing[Sent]) -> Sent:
    return standing_sent.put_back()


@pytest.fixture(scope="module")
def standing_worked(ground: Ground) -> Standing[Worked]:
    """Made once for this file, with the keys of the run."""
    setup()
    with override_settings(SIGNING_DIR=folder()):
        return ground.build(make_worked)


@pytest.fixture
def worked(town: Town, standing_worked: Standing[Worked]) -> Worked:
    return standing_worked.put_back()


def listed(document: MeetingDocument) -> list[tuple[str, str, bool]]:
    return [(row["label"], row["title"], row["is_public"]) for row in document.content["documents"]]


def sealed(document: MeetingDocument) -> str:
    with clearance("system"):
        return Signature.objects.get(of_meeting=document).sha256


def checked(client: Client, digest: str) -> str:
    return client.post(reverse("document-check"), {"sha256": digest}).content.decode()


def test_si04_an_invitation_is_listed_once_for_each_audience(worked: Worked) -> None:
    made = worked.made
    reference = worked.open_paper.reference
    assert listed(made["public"]) == [
        ("", "Einladung", True),
        ("Ö 1", f"Vorlage {reference}", True),
        ("Ö 1", "Anlage 1", True),
    ]
    assert listed(made["internal"]) == [
        ("", "Einladung", False),
        ("Ö 1", f"Vorlage {reference}", False),
        ("Ö 1", f"Anlage: {SECRET} Angebot", False),
        ("N 1", f"Vorlage {worked.secret_paper.reference}", False),
    ]
    with clearance("system"):
        known = {str(row.public_id): row.sha256 for row in IssuedDocument.objects.all()}
        known |= {str(row.public_id): row.sha256 for row in MeetingDocument.objects.all()}
        known |= {str(row.public_id): row.sha256 for row in worked.open_paper.attachments.all()}
    for document in made.values():
        for row in document.content["documents"]:
            assert known[row["id"]] == row["sha256"]


def test_si04_the_manifest_is_sealed_and_stamped_once(worked: Worked) -> None:
    made = worked.made
    again = work(worked.meeting)
    with clearance("system"):
        jobs.issue_meeting_document(made["public"].pk)
        assert {row.pk for row in again.values()} == {row.pk for row in made.values()}
        rows = Signature.objects.filter(of_meeting__kind="manifest").select_related("request__asked_by")
        assert [(row.number, row.kind) for row in rows] == [(1, "seal"), (1, "seal")]
        assert {row.request.asked_by for row in rows if row.request} == {
            worked.meeting.invitations.get().sent_by
        }
        assert all(row.verdict["is_valid"] for row in rows)
        assert all(row.verdict["signers"][0]["is_time_stamped"] for row in rows)
        assert SigningRequest.objects.filter(of_meeting__kind="manifest").count() == 2


def test_the_job_is_written_with_the_invitation(town: Town) -> None:
    meeting = make_meeting(town.organs["HFA"])
    make_item(meeting)
    with clearance("system"):
        invitation = announce(meeting, by=town.office).invitations.get()
    rows = ProcrastinateJob.objects.filter(task_name="motions.jobs.write_manifests")
    assert [row.args for row in rows] == [{"invitation_id": invitation.pk}]


def test_a_manifest_waits_for_its_documents(sent: Sent) -> None:
    with clearance("system"):
        invitation = sent.meeting.invitations.get()
        assert isinstance(manifests.write(invitation.pk, now=timezone.now()), manifests.NotYet)
        assert not sent.meeting.documents.filter(kind="manifest").exists()
        assert manifests.ask_again(now=timezone.now()) == 1
    work(sent.meeting)
    with clearance("system"):
        assert manifests.ask_again(now=timezone.now()) == 0


def test_without_a_seal_the_manifest_is_written_all_the_same(
    sent: Sent, settings: Any, tmp_path: Any
) -> None:
    settings.SIGNING_DIR = tmp_path
    assert identities.load(tmp_path).seal() is None
    made = work(sent.meeting)
    with clearance("system"):
        assert made["public"].is_made
        assert not SigningRequest.objects.exists()


def test_si04_a_supplement_names_the_hash_of_the_manifest_before(town: Town, worked: Worked) -> None:
    first = worked.made
    make_item(worked.meeting, "Nachgeschoben", announced_at=None)
    take(worked.meeting, SUPPLEMENT, by=town.office)
    second = work(worked.meeting)
    for edition, document in second.items():
        assert document.revision == 2
        assert document.content["previous"] == {
            "revision": 1,
            "sha256": version_chain.digest(first[edition].content),
        }
    with clearance("system"):
        for edition, count in (("public", 3), ("internal", 4)):
            found = manifest_check.recount(second[edition])
            assert (found.count, found.missing, found.is_right) == (count, (), True)
            assert [(link.revision, link.is_whole) for link in found.links] == [(1, True), (2, True)]
            assert found.links[0].sha256 == second[edition].content["previous"]["sha256"]


def test_si04_the_attached_data_are_what_is_chained(worked: Worked) -> None:
    made = worked.made["public"]
    with files.fetch(made.sha256) as stored, pikepdf.open(io.BytesIO(stored.read())) as document:
        attached = document.attachments["verzeichnis.json"].get_file().read_bytes()
    assert version_chain.digest(json.loads(attached)) == version_chain.digest(made.content)


def test_d03_a_manifest_is_valid(worked: Worked) -> None:
    with files.fetch(worked.made["internal"].sha256) as stored:
        assert faults(stored.read()) == []


def test_si04_the_check_page_counts_again(town: Town, worked: Worked, client: Client) -> None:
    made = worked.made
    told = checked(client, sealed(made["public"]))
    assert "Verzeichnis der Dokumente, Fassung 1" in told
    assert "Alle 3 aufgeführten Dokumente liegen" in told
    assert "Elektronisches Siegel gültig" in told


def links_on(page: str) -> list[str]:
    """Where the check page leads for the documents that were listed."""
    return re.findall(r'href="(/dokumente/[^"]+/fassung/[^"]+|/anlagen/[^"]+)"', page)


def test_si04_the_listed_versions_are_downloaded_from_the_check_page(
    town: Town, worked: Worked, client: Client
) -> None:
    made = worked.made["public"]
    with clearance("system"):
        document = worked.open_paper.documents.get(edition="public")
        signing.seal(document, shown=document.sha256, by=town.mayor, now=timezone.now())
        jobs.sign_document(SigningRequest.objects.get(ended_at=None).pk)
        assert signed_versions.version(document).sha256 != document.sha256
    links = links_on(checked(client, sealed(made)))
    assert len(links) == 3
    fetched = [b"".join(client.get(link).streaming_content) for link in links]  # type: ignore[attr-defined]
    assert [files.digest(data) for data in fetched] == [row["sha256"] for row in made.content["documents"]]
    other = reverse("document-version", args=[document.public_id, "0" * 64])
    assert client.get(other).status_code == 404


def test_p06_what_the_internal_list_names_is_fetched_by_its_readers_alone_and_noted(
    town: Town, worked: Worked, client: Client
) -> None:
    internal = sealed(worked.made["internal"])
    assert links_on(checked(client, internal)) == []
    client.force_login(town.office)
    links = links_on(checked(client, internal))
    assert len(links) == 4
    with clearance("system"):
        before = ReadRecord.objects.filter(reader=town.office).count()
    assert [client.get(link).status_code for link in links] == [200] * 4
    with clearance("system"):
        assert ReadRecord.objects.filter(reader=town.office).count() == before + 4
    client.logout()
    assert [client.get(link).status_code for link in links] == [404] * 4


def test_si04_the_printed_list_and_the_attached_data_are_the_same(worked: Worked) -> None:
    made = worked.made["internal"]
    data = files.read(made.sha256)
    assert attached_data(data) == made.content
    printed = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True)
    text = "".join(printed.stdout.decode().split())
    for row in made.content["documents"]:
        assert "".join(row["title"].split()) in text
        assert row["sha256"] in text
    with clearance("system"):
        assert manifest_check.recount(made).is_attached_right
        made.content["documents"] = made.content["documents"][:-1]
        found = manifest_check.recount(made)
    assert (found.missing, found.is_attached_right, found.is_right) == ((), False, False)


def test_si04_the_chain_of_supplements_is_shown(town: Town, worked: Worked, client: Client) -> None:
    make_item(worked.meeting, "Nachgeschoben", announced_at=None)
    take(worked.meeting, SUPPLEMENT, by=town.office)
    second = work(worked.meeting)["public"]
    page = checked(client, sealed(second))
    assert "Kette der Fassungen" in page
    assert "setzt die Fassung davor fort" in page
    assert second.content["previous"]["sha256"] in page
    assert "Kette der Fassungen" not in checked(client, sealed(worked.made["public"]))


def test_p06_of_the_secret_manifest_nothing_is_told_to_citizens(
    town: Town, worked: Worked, client: Client
) -> None:
    made = worked.made
    for document in made.values():
        told = checked(client, sealed(document))
        assert SECRET not in told
        assert str(worked.secret_paper.reference) not in told
    told = checked(client, sealed(made["internal"]))
    assert "nicht öffentlich oder nicht mehr öffentlich" in told
    assert "aufgeführte" not in told
    client.force_login(town.office)
    assert "Alle 4 aufgeführten Dokumente liegen" in checked(client, sealed(made["internal"]))


def test_p06_a_public_manifest_never_names_an_annex_that_may_be_withdrawn(worked: Worked) -> None:
    made = worked.made["public"]
    assert "Lageplan" not in json.dumps(made.content)


def test_a_meeting_that_came_with_earlier_invitations_goes_on_from_the_last(town: Town, sent: Sent) -> None:
    """Another system issued the first agenda: the chain begins with what was issued here."""
    now = timezone.now()
    meeting = make_meeting(town.organs["HFA"], starts_at=now + dt.timedelta(days=40))
    with clearance("system"):
        for revision in (1, 2):
            Invitation.objects.create(meeting=meeting, revision=revision, sent_at=now, sent_by=town.office)
        for row in sent.meeting.documents.filter(kind="agenda"):
            meeting_documents.freeze(
                meeting,
                row.kind,
                edition=row.edition,
                content=row.content,
                now=now,
                revision=2,
                published_at=now,
            )
    made = work(meeting)["public"]
    assert (made.revision, made.content["previous"]) == (2, None)
    with clearance("system"):
        assert manifest_check.recount(made).is_chain_whole


def test_p06_the_public_manifest_is_the_same_without_any_secret(
    town: Town, settings: Any, tmp_path: Any
) -> None:
    settings.SIGNING_DIR = tmp_path  # without a seal: the contents are compared
    contents = []
    for day, has_secret in ((31, True), (32, False)):
        meeting = make_meeting(
            town.organs["HFA"],
            starts_at=timezone.now() + dt.timedelta(days=day),
            minute_taker=town.office,
        )
        make_item(meeting, "Berichte")
        if has_secret:
            make_item(meeting, SECRET, is_public=False)
        made = work(announce(meeting, by=town.office))["public"]
        contents.append([(row["label"], row["title"]) for row in made.content["documents"]])
    assert contents[0] == contents[1] == [("", "Einladung")]


def test_si04_what_is_not_ours_and_a_broken_chain_are_named(town: Town, worked: Worked) -> None:
    first = worked.made["public"]
    rows = first.content["documents"]
    first.content["documents"] = [*rows[:-1], rows[-1] | {"sha256": "0" * 64}]
    with clearance("system"):
        found = manifest_check.recount(first)
    assert (found.count, found.missing, found.is_right) == (3, ("Anlage 1",), False)
    place = Path(default_storage.path(f"{rows[-1]['sha256'][:2]}/{rows[-1]['sha256']}"))
    whole = place.read_bytes()
    first.content["documents"] = rows
    place.write_bytes(b"anderes")
    try:
        with clearance("system"):
            assert manifest_check.recount(first).missing == ("Anlage 1",)
            assert len(list(signature_invariants.manifests_right())) == 2  # the internal one lists it, too
    finally:
        place.write_bytes(whole)
    with clearance("system"):
        assert list(signature_invariants.manifests_right()) == []
    with clearance("system"):
        forged = meeting_documents.freeze(
            worked.meeting,
            "manifest",
            edition="public",
            content=first.content | {"revision": 2, "previous": {"revision": 1, "sha256": "1" * 64}},
            now=timezone.now(),
            published_at=timezone.now(),
        )
        assert manifest_check.recount(forged).is_chain_whole is False


def test_si04_one_manifest_for_each_invitation_is_kept_by_the_database(worked: Worked) -> None:
    made = worked.made["public"]
    with (
        clearance("system"),
        pytest.raises(IntegrityError, match="meeting_document_once"),
        transaction.atomic(),
    ):
        manifests._freeze(worked.meeting.invitations.get(), "public", now=timezone.now())
    assert made.revision == 1


def test_p10_who_is_recused_does_not_read_the_internal_manifest(
    town: Town, worked: Worked, client: Client
) -> None:
    internal = worked.made["internal"]
    member = town.council_member
    address = reverse("meeting-document-file", args=[internal.public_id])
    client.force_login(member)
    assert client.get(address).status_code == 200
    with clearance("system"):
        Recusal.objects.create(
            item=worked.meeting.items.get(is_public=False),
            person=person_of(member),
            ground="board",
            declared_by=town.office,
            declared_at=timezone.now(),
        )
    assert client.get(address).status_code == 404
    with clearance("user", member.pk):
        assert not MeetingDocument.objects.filter(pk=internal.pk).exists()
