"""Ein kleiner Rat für die Tests des Lesens: offices, organs and papers, made by the rules."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from motions.models import (
    Appointment,
    Attachment,
    Bylaw,
    IssuedDocument,
    Membership,
    Organization,
    Paper,
    PaperType,
    Person,
    Unit,
    User,
)
from motions.models.choices import Office
from motions.rules import documents, drafting, files, successors, workflow
from motions.rules.clearance import clearance
from motions.rules.transitions import perform

START = dt.date(2020, 1, 1)
LAW: dict[str, Any] = {
    "town.name": "Schloss-Stadt Hückeswagen",
    "town.office": "Die Bürgermeisterin",
    "town.address": "Auf'm Schloß 1, 42499 Hückeswagen",
    "town.phone": "",
    "town.email": "rat@example.org",
    "release.label": "Bürgermeister o.V.i.A.",
    "release.four_eyes": True,
    "co_signature.treasurer_from": 50000,
    "attachment.max_mb": 50,
    "paper.impacts_required_for": ["decides"],
}


class Council:
    """Fachbereiche, Gremien, Konten; one of each that the tests need."""

    def __init__(self) -> None:
        for key, value in LAW.items():
            Bylaw.objects.get_or_create(
                key=key, defaults={"value": value, "source": "Test", "starts_on": START}
            )
        self.decision = _type("beschlussvorlage", "Beschlussvorlage", "decides")
        self.notice = _type("mitteilungsvorlage", "Mitteilungsvorlage", "informs")
        self.social = _unit("FB II", "Bildung und Soziales")
        self.finance = _unit("FB I", "Zentrale Dienste und Finanzen")
        self.rat = _organ("Rat", "Rat", "rat", "council")
        self.hfa = _organ("Haupt- und Finanzausschuss", "HFA", "hfa", "committee")
        self.building = _organ("Ausschuss für Planung, Bau und Klima", "APBK", "apbk", "committee")
        self.clerk = _staff("sachbearbeitung", Office.CLERK, self.social)
        self.stranger = _staff("fremd", Office.CLERK, self.finance)
        self.treasurer = _staff("kaemmerei", Office.TREASURER, self.finance)
        self.mayor = _staff("buergermeisterin", Office.MAYOR, self.finance)
        self.councillor = _member("rat", self.rat)
        self.builder = _member("bau", self.building)

    def draft(self, subject: str = "Neue Spielgeräte", **fields: Any) -> Paper:
        """A whole draft of the social unit."""
        now = timezone.now()
        text = {
            "subject": subject,
            "draft_resolution": "<p>Die Geräte werden gekauft.</p>",
            "statement": "<p>Die alten Geräte sind morsch.</p>",
            "financial_impact": "<p>keine</p>",
            "climate_impact": "<p>keine</p>",
        }
        is_public = fields.get("is_public", True)
        organs = fields.pop("organs", (self.hfa, self.rat))
        roles = ["advisory"] * (len(organs) - 1) + ["deciding"]
        rows = [
            {"organization_id": organ.pk, "planned_on": None, "is_public": is_public, "role": role}
            for organ, role in zip(organs, roles, strict=True)
        ]
        with clearance("system"):
            paper = drafting.create_paper(
                by=self.clerk,
                now=now,
                lead_unit=self.social,
                paper_type=fields.pop("paper_type", self.decision),
            )
            draft = drafting.Draft(fields={**text, **fields}, consultations=rows)
            return drafting.save_draft(paper, draft, version=paper.version, by=self.clerk, now=now)

    def release(self, paper: Paper) -> Paper:
        """Submitted by the clerk, released by the mayor, its PDFs made."""
        now = timezone.now()
        with clearance("system"):
            paper = perform(paper, workflow.SUBMIT, by=self.clerk, now=now, note="geprüft")
            return perform(paper, workflow.RELEASE, by=self.mayor, now=now, note="geprüft")

    def released(self, subject: str = "Neue Spielgeräte", **fields: Any) -> Paper:
        """A released paper whose PDFs are still to be made."""
        return self.release(self.draft(subject, **fields))

    def secret(self, subject: str = "Verkauf eines Grundstücks", **fields: Any) -> Paper:
        """A released non-public paper."""
        return self.released(subject, is_public=False, secrecy_ground="property", **fields)

    def issued(self, paper: Paper) -> IssuedDocument:
        """The newest document of a paper with a kept file; the bytes do not matter to who may read it."""
        data = f"%PDF-1.7 {paper.reference}".encode()
        with clearance("system"):
            document = IssuedDocument.objects.filter(paper=paper).latest("pk")
            document.sha256, document.size, document.pages = files.keep(data), len(data), 1
            document.made_at = timezone.now()
            document.save()
        return document

    def attach(self, paper: Paper, data: bytes = b"Anlage", **fields: Any) -> Attachment:
        """An annex of a draft."""
        values = {"title": "Lageplan", "file_name": "plan.txt", "media_type": "text/plain", **fields}
        with clearance("system"):
            return Attachment.objects.create(
                paper=paper,
                position=paper.attachments.count() + 1,
                sha256=files.keep(data),
                size=len(data),
                uploaded_by=self.clerk,
                uploaded_at=timezone.now(),
                **values,
            )

    def withdraw(self, paper: Paper) -> None:
        """Taken back by the mayor."""
        with clearance("system"):
            perform(paper, workflow.WITHDRAW, by=self.mayor, now=timezone.now(), note="überholt")

    def replace(self, paper: Paper) -> Paper:
        """A released Neufassung."""
        with clearance("system"):
            paper = Paper.objects.get(pk=paper.pk)
            successor = successors.create_successor(paper, "replacement", by=self.clerk, now=timezone.now())
        return self.release(successor)


def made(paper: Paper) -> None:
    """Have the PDFs of a paper really made."""
    with clearance("system"):
        for release in paper.releases.all():
            documents.issue(release.pk, now=timezone.now())


def _type(code: str, name: str, behaviour: str) -> PaperType:
    return PaperType.objects.get_or_create(code=code, defaults={"name": name, "behaviour": behaviour})[0]


def _unit(code: str, name: str) -> Unit:
    return Unit.objects.get_or_create(code=code, defaults={"name": name})[0]


def _organ(name: str, short: str, slug: str, kind: str) -> Organization:
    values = {"short_name": short, "slug": slug, "organization_type": kind}
    return Organization.objects.get_or_create(name=name, defaults=values)[0]


def _staff(name: str, office: str, unit: Unit) -> User:
    user = User.objects.create_user(f"{name}@example.org", first_name="Frida", last_name=name.title())
    Appointment.objects.create(user=user, office=office, unit=unit, starts_on=START)
    return user


def _member(name: str, organ: Organization) -> User:
    person = Person.objects.create(first_name="Ada", last_name=name.title())
    Membership.objects.create(person=person, organization=organ, starts_on=START)
    return User.objects.create_user(
        f"mitglied-{name}@example.org", first_name="Ada", last_name=name.title(), person=person
    )
