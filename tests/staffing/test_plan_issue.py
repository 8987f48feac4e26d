"""Der Stellenplan wird ausgefertigt: once for each state that came into force, sealed like any other (S-07, SI-04)."""

import datetime as dt
import io
from typing import Any

import pikepdf
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from motions import jobs
from motions.models import PublicDocument, Signature
from motions.rules import document_check, invariants, objections, public_documents, signing, signing_work
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState
from staffing import jobs as staffing_jobs
from staffing.models import StaffingPlan
from staffing.models.choices import PlanStage
from staffing.rules import drafting, plan_issue, versions
from staffing.rules.former_decision import FormerDecision
from staffing.rules.listing import listing_of
from tests.conftest import Login
from tests.factories import make_released
from tests.motions.pdf.judges import faults, verdicts
from tests.motions.signing.keys_of_tests import folder, setup
from tests.people import Town
from tests.resolutions import hold, object_to, resolve
from tests.staffing.test_versions import resolve as resolve_plan
from tests.staffing.world import Plans

NOW = timezone.make_aware(dt.datetime(2023, 10, 2, 9))
PAGE = "/stellenplan/2023/?stichtag=2023-12-31"


def issued(now: dt.datetime = NOW) -> list[tuple[str, int, str]]:
    """What is written down in one run of the job: series, revision, day."""
    with clearance("system"):
        known = set(PublicDocument.objects.values_list("pk", flat=True))
        plan_issue.issue(now=now)
        rows = PublicDocument.objects.exclude(pk__in=known).order_by("series", "revision")
        return [(row.series, row.revision, row.as_of.isoformat()) for row in rows]


def printed(plans: Plans) -> PublicDocument:
    """The plan with the amendment, resolved, written down and printed."""
    with clearance("system"):
        resolve_plan(plans)
        plan_issue.issue(now=NOW)
        row = PublicDocument.objects.get(series="stellenplan-2023", as_of=dt.date(2023, 9, 26))
        assert public_documents.make(row.pk, now=NOW) is None
        return PublicDocument.objects.get(pk=row.pk)


def test_s07_each_state_that_came_into_force_becomes_a_document_once(plans: Plans) -> None:
    assert [row[:2] for row in issued()] == [("stellenplan-2022", 1), ("stellenplan-2023", 1)]
    assert issued() == []
    with clearance("system"):
        resolve_plan(plans)
    assert issued() == [("stellenplan-2023", 2, "2023-09-26")]
    assert issued() == []


def test_s07_what_does_not_hold_yet_is_not_written_down(plans: Plans) -> None:
    with clearance("system"):
        resolve_plan(plans)
    before = timezone.make_aware(dt.datetime(2023, 9, 25))
    assert [row[:2] for row in issued(before)] == [("stellenplan-2022", 1), ("stellenplan-2023", 1)]


def test_w02_an_objection_makes_the_former_plan_the_newest_again(plans: Plans) -> None:
    first = issued()[1]
    with clearance("system"):
        treatment = resolve_plan(plans)
    issued()
    objection = object_to(treatment, "veto", by=plans.town.mayor)
    assert issued() == [("stellenplan-2023", 3, first[2])]
    spoken_on = hold(plans.town, "Rat", objection.raised_on + dt.timedelta(days=7)).held_on
    with clearance("system"):
        objections.resolve(
            objection,
            result="confirmed",
            note="",
            resolved_on=spoken_on,
            by=plans.town.office,
            now=objection.recorded_at,
        )
    assert issued() == [("stellenplan-2023", 4, "2023-09-26")]


def test_w02_the_worker_looks_when_an_objection_is_raised_and_when_it_ends(plans: Plans) -> None:
    looks = ProcrastinateJob.objects.filter(task_name="staffing.jobs.issue_plans", status="todo")
    with clearance("system"):
        other, treatment = resolve(plans.town, subject="Bänke"), resolve_plan(plans)
    with clearance("system"):
        before = looks.count()
    object_to(other, "legality", by=plans.town.mayor)
    with clearance("system"):
        assert looks.count() == before
    objection = object_to(treatment, "veto", by=plans.town.mayor)
    with clearance("system"):
        assert looks.count() == before + 1
    spoken_on = hold(plans.town, "Rat", objection.raised_on + dt.timedelta(days=7)).held_on
    with clearance("system"):
        objections.resolve(
            objection,
            result="confirmed",
            note="",
            resolved_on=spoken_on,
            by=plans.town.office,
            now=objection.recorded_at,
        )
        assert looks.count() == before + 2


def test_c09_a_change_of_the_year_before_makes_the_next_revision(plans: Plans) -> None:
    issued()
    with clearance("system"):
        content = PublicDocument.objects.get(series="stellenplan-2023").content
        former = drafting.begin("amendment", 2022, "Nachtrag", by=plans.town.personnel, now=NOW)
        entry = plans.former.entries.order_by("position__number").first()
        assert entry is not None
        drafting.drop(former, entry, reason="", version=former.version, by=plans.town.personnel)
        told = FormerDecision(dt.date(2022, 6, 1), "Niederschrift", "Altbestand")
        drafting.freeze(former, by=plans.town.personnel, now=NOW, decision=told)
    rows = issued()
    assert rows[0] == ("stellenplan-2022", 2, "2022-06-01")
    assert [row[:2] for row in rows[1:]] == [("stellenplan-2023", 2)]
    with clearance("system"):
        assert PublicDocument.objects.get(series="stellenplan-2023", revision=1).content == content


def test_a_meeting_that_treated_a_plan_and_a_version_of_the_rat_have_the_worker_look(plans: Plans) -> None:
    looks = ProcrastinateJob.objects.filter(task_name="staffing.jobs.issue_plans")
    with clearance("system"):
        resolve(plans.town, subject="Bänke")
        assert looks.count() == 0
        resolve_plan(plans, outcome="adopted_amended")
        assert looks.count() == 1
        council = drafting.begin_version_of(
            plans.amendment, PlanStage.COUNCIL, by=plans.town.personnel, now=NOW
        )
        drafting.freeze(council, by=plans.town.personnel, now=NOW)
        assert looks.count() == 2
    staffing_jobs.issue_plans(0)
    with clearance("system"):
        newest = public_documents.newest("stellenplan-2023")
        assert newest is not None
        jobs.issue_public_document(newest.pk)
        newest.refresh_from_db()
        assert (newest.as_of, newest.is_made) == (dt.date(2023, 9, 26), True)


def test_the_page_says_that_the_pdf_is_being_made_until_it_is_there(plans: Plans, client: Client) -> None:
    address = reverse("staffing-plan-document", args=[2023]) + "?stichtag=2023-12-31"
    assert "Das PDF zu diesem Stand wird hergestellt." in client.get(PAGE).content.decode()
    waiting = client.get(address)
    assert (waiting.status_code, waiting["Retry-After"]) == (503, "10")
    document = printed(plans)
    told = client.get(PAGE).content.decode()
    file_address = reverse("public-document-file", args=[document.public_id])
    assert file_address in told
    assert "wird hergestellt" not in told
    assert client.get(address)["Location"] == file_address
    assert client.get(reverse("staffing-plan-document", args=[1999])).status_code == 404
    served = client.get(file_address)
    assert served["Content-Type"] == "application/pdf"
    assert b"".join(served.streaming_content)[:5] == b"%PDF-"  # type: ignore[attr-defined]


def test_p06_of_a_state_not_everybody_may_read_no_pdf_is_promised(plans: Plans, login: Login) -> None:
    by = plans.town.personnel
    with clearance("system"):
        moment = timezone.make_aware(dt.datetime(2023, 9, 27, 17))
        consultation = resolve(plans.town, is_public=False, starts_at=moment).item.consultation
        assert consultation is not None
        draft = drafting.begin("amendment", 2023, "Umwandlung", by=by, now=NOW)
        entry = versions.entries([plans.budget])[0]
        drafting.put(draft, entry.position, listing_of(entry), version=draft.version, by=by)
        StaffingPlan.objects.filter(pk=draft.pk).update(paper=consultation.paper_id)
        draft.refresh_from_db()
        drafting.freeze(draft, by=by, now=NOW)
    inside = login(plans.town.personnel).get(PAGE).content.decode()
    assert "Zu diesem Stand gibt es kein öffentliches PDF" in inside
    assert "wird hergestellt" not in inside
    outside = Client().get(PAGE).content.decode()
    assert "Das PDF zu diesem Stand wird hergestellt." in outside
    assert "Umwandlung" not in outside


def test_the_page_never_prints(plans: Plans, client: Client) -> None:
    printed(plans)
    with CaptureQueriesContext(connection) as before:
        client.get(PAGE)
    with clearance("system"):
        PublicDocument.objects.update(failure="Ein Hindernis.")
    with CaptureQueriesContext(connection) as after:
        client.get(PAGE)
    assert len(after) == len(before)


def test_si04_the_plan_is_sealed_by_the_same_orders(
    plans: Plans, client: Client, login: Login, settings: object
) -> None:
    setup()
    settings.SIGNING_DIR = folder()  # type: ignore[attr-defined]
    settings.PUBLIC_ADDRESS = "https://rat.example.org"  # type: ignore[attr-defined]
    document = printed(plans)
    page = login(plans.town.office).get(reverse("document-seal", args=[document.public_id])).content.decode()
    assert document.sha256 in page
    with clearance("system"):
        request = signing.seal(document, shown=document.sha256, by=plans.town.office, now=NOW)
        with pytest.raises(OutdatedState):
            signing.seal(document, shown=document.sha256, by=plans.town.office, now=NOW)
        assert signing_work.fulfil(request.pk, now=timezone.now()) is None
        made = Signature.objects.get()
        assert (made.document, made.number, made.source_sha256) == (document, 1, document.sha256)
        assert list(invariants.files_recorded()) == []
        assert plans.paper.events.filter(act="seal_document").count() == 1
    served = client.get(reverse("public-document-file", args=[document.public_id]))
    data = b"".join(served.streaming_content)  # type: ignore[attr-defined]
    assert (set(verdicts(data).values()), faults_but_for_revisions(data)) == ({True}, [])
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        seal = fields["signature-1"]
        assert (str(seal.TU), "/V" in seal) == ("Feld für die elektronische Unterschrift 1", True)
    told = client.post(reverse("document-check"), {"sha256": made.sha256}).content.decode()
    assert "Stellenplan 2023, Stand 26.09.2023" in told
    assert "Elektronisches Siegel gültig" in told
    state = client.get(document.content["check_url"].removeprefix("https://rat.example.org"))
    assert "Stellenplan 2023, Stand 26.09.2023" in state.content.decode()
    assert "Die Datei trägt das Siegel der Stadt" in client.get(PAGE).content.decode()


def faults_but_for_revisions(data: bytes) -> list[str]:
    """The fast judge counts each earlier revision of a signed file as a fault (pdf.md 4)."""
    return [row for row in faults(data) if "SIGNATURE-BYTERANGE-001" not in row and "WIDGET-FORM" not in row]


def test_si04_only_the_office_and_who_releases_seal_the_plan(plans: Plans) -> None:
    document = printed(plans)
    for person in (plans.town.personnel, plans.town.clerk, plans.town.group_member):
        with clearance("system"), pytest.raises(NotPermitted):
            signing.seal(document, shown=document.sha256, by=person, now=NOW)
    with clearance("system"):
        assert signing.may_seal(plans.town.office, document)
        assert signing.may_seal(plans.town.mayor, document)


def test_an_older_document_names_the_newer_one(plans: Plans) -> None:
    issued()
    newer = printed(plans)
    with clearance("system"):
        older = PublicDocument.objects.get(series="stellenplan-2023", revision=1)
        public_documents.make(older.pk, now=NOW)
        older.refresh_from_db()
    with clearance("public"):
        proof = document_check.check(older.sha256, viewer=AnonymousUser(), now=timezone.now())
    assert proof is not None
    assert proof.newer == (newer.title, reverse("public-document-file", args=[newer.public_id]))


def test_p06_what_follows_from_a_paper_nobody_may_read_is_nowhere(
    town: Town, client: Client, settings: object
) -> None:
    settings.PUBLIC_ADDRESS = "https://rat.example.org"  # type: ignore[attr-defined]
    secret = make_released(by=town.clerk, is_public=False, secrecy_ground="personnel")
    with clearance("system"):
        row = public_documents.freeze(
            public_documents.Matter("reihe", "Geheimer Plan", "/", NOW.date(), [secret.pk], CONTENT), now=NOW
        )
        assert public_documents.make(row.pk, now=NOW) is None
        row.refresh_from_db()
    with clearance("public"):
        assert (PublicDocument.objects.count(), public_documents.visible().count()) == (0, 0)
    with clearance("user", town.council_member.pk):
        assert (PublicDocument.objects.count(), public_documents.visible().count()) == (1, 0)
    assert client.get(reverse("public-document-file", args=[row.public_id])).status_code == 404
    path = row.content["check_url"].removeprefix("https://rat.example.org")
    assert client.get(path).status_code == 404
    told = client.post(reverse("document-check"), {"sha256": row.sha256}).content.decode()
    assert "nicht öffentlich oder nicht mehr öffentlich" in told
    assert "Geheimer Plan" not in told


CONTENT = {
    "schema": "ratsinfo-signature/1",
    "town": {"name": "Stadt"},
    "type": "Siegel",
    "subject": "Stadt",
    "status": "",
    "is_public": True,
    "is_demo": False,
    "created_at": "2023-10-02T09:00:00+02:00",
}


def test_what_is_issued_never_changes_and_never_goes(plans: Plans) -> None:
    issued()
    with clearance("system"):
        row = PublicDocument.objects.filter(series="stellenplan-2023")
        changes: tuple[dict[str, Any], ...] = (
            {"content": {}},
            {"as_of": dt.date(2023, 5, 1)},
            {"title": "x"},
            {"papers": [1]},
        )
        for change in changes:
            with pytest.raises(ProgrammingError), transaction.atomic():
                row.update(**change)
        row.delete()
        assert row.count() == 1
