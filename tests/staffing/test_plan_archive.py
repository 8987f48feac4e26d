"""SI-05: the package of a year holds each state of its plan, as it was issued and sealed for everybody."""

import json

import pgtrigger
import pytest
from django.urls import reverse
from django.utils import timezone

from motions import jobs
from motions.models import PublicDocument
from motions.rules import archive_packages, files, public_documents, signed_versions
from motions.rules.archive_scope import Scope
from motions.rules.clearance import clearance
from motions.rules.findings import OutdatedState
from tests.motions.archive.scene import contents, package, print_all
from tests.staffing.test_plan_issue import NOW, printed
from tests.staffing.world import Plans

_WITHDRAWN = 0  # the Vorlage of a number that nobody may read


def test_si05_every_issued_state_of_the_plan_goes_to_the_archive(plans: Plans) -> None:
    newest = printed(plans)
    with clearance("system"):
        first = PublicDocument.objects.get(series="stellenplan-2023", revision=1)
        assert public_documents.make(first.pk, now=NOW) is None
        print_all()
        kept = {
            f"data/stellenplan-2023/stellenplan-2023-fassung-{row.revision}.pdf": files.read(
                signed_versions.version(row).sha256
            )
            for row in PublicDocument.objects.filter(series="stellenplan-2023")
        }
    held = contents(package(Scope("public", year=2023)))
    assert {name: data for name, data in held.items() if "stellenplan" in name} == kept
    assert len(kept) == newest.revision == 2
    assert b'href="stellenplan-2023/stellenplan-2023-fassung-2.pdf"' in held["data/inhalt.html"]
    told = {one["ris:path"]: one for one in json.loads(held["data/oparl/file.json"])["data"]}
    assert set(kept) <= set(told)
    plan = told["data/stellenplan-2023/stellenplan-2023-fassung-2.pdf"]
    assert plan["name"].endswith("Fassung 2")
    assert plan["accessUrl"].endswith(reverse("public-document-file", args=[newest.public_id]))
    assert plan["id"].endswith(f"/file/{newest.public_id.hex}")


def test_p06_a_package_is_kept_back_once_a_plan_in_it_is_public_no_more(plans: Plans) -> None:
    """With the Vorlage that brought it goes what follows from it, also out of a package made before."""
    document, office = printed(plans), plans.town.office
    with clearance("system"):
        for row in PublicDocument.objects.filter(sha256=""):
            assert public_documents.make(row.pk, now=NOW) is None
        print_all()
        package = archive_packages.ask(Scope("public", year=2023), by=office, now=timezone.now())
    jobs.make_archive_package(package.pk)
    with clearance("system"):
        package.refresh_from_db()
    with archive_packages.fetch(package, by=office) as stored:
        assert stored.size == package.size
    with clearance("system"), pgtrigger.ignore("motions.PublicDocument:public_document_frozen"):
        PublicDocument.objects.filter(pk=document.pk).update(papers=[_WITHDRAWN])
    with pytest.raises(OutdatedState, match="nicht mehr öffentlich"):
        archive_packages.fetch(package, by=office)
