"""SI-04: with which files an agenda went out is listed, sealed once, chained, and can be counted again by anybody."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
from typing import Any

import pikepdf
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from motions import jobs
from motions.models import (
    Invitation,
    IssuedDocument,
    Meeting,
    MeetingDocument,
    Paper,
    Recusal,
    Signature,
    SigningRequest,
)
from motions.rules import documents, files, manifests, meeting_documents
from motions.rules.clearance import clearance
from motions.rules.meeting_workflow import SUPPLEMENT
from motions.rules.workflow import RELEASE, SUBMIT
from motions.signing import identities
from tests.factories import consultation, make_attachment, make_paper, step
from tests.meetings import announce, make_item, make_meeting, make_paper_item, take
from tests.motions.pdf.judges import faults
from tests.people import Town, person_of

from .test_orders import keys_are_set_up

__all__ = ["keys_are_set_up"]
SECRET = "Geheimvogel"


@dataclasses.dataclass(frozen=True)
class Sent:
    """An invitation on its way: a public paper with an open and a secret annex, and a secret paper."""

    meeting: Meeting
    open_paper: Paper
    secret_paper: Paper


@pytest.fixture
def sent(town: Town) -> Sent:
    meeting = make_meeting(town.organs["HFA"], minute_taker=town.office)
    open_paper = released(town, [("Lageplan", True), (f"{SECRET} Angebot", False)])
    secret_paper = released(
        town,
        [],
        is_public=False,
        secrecy_ground="property",
        subject=f"{SECRET} kauft",
        consultations=[consultation(town.organs["HFA"], "deciding", is_public=False)],
    )
    with clearance("system"):
        for paper in (open_paper, secret_paper):
            make_paper_item(meeting, paper.consultations.filter(organization=town.organs["HFA"]).get())
    return Sent(announce(meeting, by=town.office), open_paper, secret_paper)


def released(town: Town, annexes: list[tuple[str, bool]], **fields: Any) -> Paper:
    paper = make_paper(by=town.clerk, **fields)
    for title, is_public in annexes:
        make_attachment(paper, by=town.clerk, title=title, is_public=is_public)
    step(paper, SUBMIT, by=town.clerk, note="Geprüft.")
    step(paper, RELEASE, by=town.mayor, note="Gut.")
    with clearance("system"):
        for row in paper.documents.all():
            assert documents.make(row.pk, now=timezone.now()) is None
        return Paper.objects.get(pk=paper.pk)


def print_agendas(meeting: Meeting) -> None:
    with clearance("system"):
        for row in meeting.documents.filter(kind="agenda", sha256=""):
            assert meeting_documents.make(row.pk, now=timezone.now()) is None


def work(meeting: Meeting) -> dict[str, MeetingDocument]:
    """The worker until there is nothing left to do; the newest manifest of each edition."""
    print_agendas(meeting)
    with clearance("system"):
        jobs.write_manifests(meeting.invitations.latest("revision").pk)
        for row in meeting.documents.filter(kind="manifest", sha256=""):
            jobs.issue_meeting_document(row.pk)
        for request in SigningRequest.objects.filter(of_meeting__meeting=meeting, ended_at__isnull=True):
            jobs.sign_document(request.pk)
        rows = meeting.documents.filter(kind="manifest").select_related("meeting").order_by("revision")
        return {row.edition: row for row in rows}


def listed(document: MeetingDocument) -> list[tuple[str, str, bool]]:
    return [(row["label"], row["title"], row["is_public"]) for row in document.content["documents"]]


def sealed(document: MeetingDocument) -> str:
    with clearance("system"):
        return Signature.objects.get(of_meeting=document).sha256


def checked(client: Client, digest: str) -> str:
    return client.post(reverse("document-check"), {"sha256": digest}).content.decode()


def test_si04_an_invitation_is_listed_once_for_each_audience(sent: Sent) -> None:
    made = work(sent.meeting)
    reference = sent.open_paper.reference
    assert listed(made["public"]) == [
        ("", "Einladung", True),
        ("Ö 1", f"Vorlage {reference}", True),
        ("Ö 1", "Anlage 1", True),
    ]
    assert listed(made["internal"]) == [
        ("", "Einladung", False),
        ("Ö 1", f"Vorlage {reference}", False),
        ("Ö 1", f"Anlage: {SECRET} Angebot", False),
        ("N 1", f"Vorlage {sent.secret_paper.reference}", False),
    ]
    with clearance("system"):
        known = {str(row.public_id): row.sha256 for row in IssuedDocument.objects.all()}
        known |= {str(row.public_id): row.sha256 for row in MeetingDocument.objects.all()}
        known |= {str(row.public_id): row.sha256 for row in sent.open_paper.attachments.all()}
    for document in made.values():
        for row in document.content["documents"]:
            assert known[row["id"]] == row["sha256"]


def test_si04_the_manifest_is_sealed_and_stamped_once(sent: Sent) -> None:
    made = work(sent.meeting)
    again = work(sent.meeting)
    with clearance("system"):
        jobs.issue_meeting_document(made["public"].pk)
        assert {row.pk for row in again.values()} == {row.pk for row in made.values()}
        rows = Signature.objects.filter(of_meeting__kind="manifest").select_related("request__asked_by")
        assert [(row.number, row.kind) for row in rows] == [(1, "seal"), (1, "seal")]
        assert {row.request.asked_by for row in rows if row.request} == {
            sent.meeting.invitations.get().sent_by
        }
        assert all(row.verdict["is_valid"] for row in rows)
        assert all(row.verdict["signers"][0]["is_time_stamped"] for row in rows)
        assert SigningRequest.objects.filter(of_meeting__kind="manifest").count() == 2


def test_the_job_is_written_with_the_invitation(sent: Sent) -> None:
    with clearance("system"):
        invitation = sent.meeting.invitations.get()
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


def test_si04_a_supplement_names_the_hash_of_the_manifest_before(town: Town, sent: Sent) -> None:
    first = work(sent.meeting)
    make_item(sent.meeting, "Nachgeschoben", announced_at=None)
    take(sent.meeting, SUPPLEMENT, by=town.office)
    second = work(sent.meeting)
    for edition, document in second.items():
        assert document.revision == 2
        assert document.content["previous"] == {
            "revision": 1,
            "sha256": manifests.digest(first[edition].content),
        }
    with clearance("system"):
        assert manifests.recount(second["public"]) == manifests.Recount(3, (), 2, True)
        assert manifests.recount(second["internal"]) == manifests.Recount(4, (), 2, True)


def test_si04_the_attached_data_are_what_is_chained(sent: Sent) -> None:
    made = work(sent.meeting)["public"]
    with files.fetch(made.sha256) as stored, pikepdf.open(io.BytesIO(stored.read())) as document:
        attached = document.attachments["verzeichnis.json"].get_file().read_bytes()
    assert manifests.digest(json.loads(attached)) == manifests.digest(made.content)


def test_d03_a_manifest_is_valid(sent: Sent) -> None:
    with files.fetch(work(sent.meeting)["internal"].sha256) as stored:
        assert faults(stored.read()) == []


def test_si04_the_check_page_counts_again(town: Town, sent: Sent, client: Client) -> None:
    made = work(sent.meeting)
    told = checked(client, sealed(made["public"]))
    assert "Verzeichnis der Dokumente, Fassung 1" in told
    assert "Alle 3 aufgeführten Dokumente liegen" in told
    assert "Elektronische Unterschrift gültig" in told


def test_p06_of_the_secret_manifest_nothing_is_told_to_citizens(
    town: Town, sent: Sent, client: Client
) -> None:
    made = work(sent.meeting)
    for document in made.values():
        told = checked(client, sealed(document))
        assert SECRET not in told
        assert str(sent.secret_paper.reference) not in told
    told = checked(client, sealed(made["internal"]))
    assert "nicht öffentlich oder nicht mehr öffentlich" in told
    assert "aufgeführte" not in told
    client.force_login(town.office)
    assert "Alle 4 aufgeführten Dokumente liegen" in checked(client, sealed(made["internal"]))


def test_p06_a_public_manifest_never_names_an_annex_that_may_be_withdrawn(sent: Sent) -> None:
    made = work(sent.meeting)["public"]
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
        assert manifests.recount(made).is_chain_whole


def test_p06_the_public_manifest_is_the_same_without_any_secret(town: Town) -> None:
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


def test_si04_what_is_not_ours_and_a_broken_chain_are_named(town: Town, sent: Sent) -> None:
    first = work(sent.meeting)["public"]
    rows = first.content["documents"]
    first.content["documents"] = [*rows[:-1], rows[-1] | {"sha256": "0" * 64}]
    with clearance("system"):
        found = manifests.recount(first)
    assert (found.count, found.missing, found.is_right) == (3, ("Anlage 1",), False)
    with clearance("system"):
        forged = meeting_documents.freeze(
            sent.meeting,
            "manifest",
            edition="public",
            content=first.content | {"revision": 2, "previous": {"revision": 1, "sha256": "1" * 64}},
            now=timezone.now(),
            published_at=timezone.now(),
        )
        assert manifests.recount(forged).is_chain_whole is False


def test_si04_one_manifest_for_each_invitation_is_kept_by_the_database(sent: Sent) -> None:
    made = work(sent.meeting)["public"]
    with (
        clearance("system"),
        pytest.raises(IntegrityError, match="meeting_document_once"),
        transaction.atomic(),
    ):
        manifests._freeze(sent.meeting.invitations.get(), "public", now=timezone.now())
    assert made.revision == 1


def test_p10_who_is_recused_does_not_read_the_internal_manifest(
    town: Town, sent: Sent, client: Client
) -> None:
    internal = work(sent.meeting)["internal"]
    member = town.council_member
    address = reverse("meeting-document-file", args=[internal.public_id])
    client.force_login(member)
    assert client.get(address).status_code == 200
    with clearance("system"):
        Recusal.objects.create(
            item=sent.meeting.items.get(is_public=False),
            person=person_of(member),
            ground="board",
            declared_by=town.office,
            declared_at=timezone.now(),
        )
    assert client.get(address).status_code == 404
    with clearance("user", member.pk):
        assert not MeetingDocument.objects.filter(pk=internal.pk).exists()
