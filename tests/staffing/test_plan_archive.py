"""SI-05: the package of a year holds each state of its plan, as it was issued and sealed for everybody."""

from motions.models import PublicDocument
from motions.rules import files, public_documents, signing
from motions.rules.archive_scope import Scope
from motions.rules.clearance import clearance
from tests.motions.archive.scene import contents, package, print_all
from tests.staffing.test_plan_issue import NOW, printed
from tests.staffing.world import Plans


def test_si05_every_issued_state_of_the_plan_goes_to_the_archive(plans: Plans) -> None:
    newest = printed(plans)
    with clearance("system"):
        first = PublicDocument.objects.get(series="stellenplan-2023", revision=1)
        assert public_documents.make(first.pk, now=NOW) is None
        print_all()
        kept = {
            f"data/stellenplan-2023/stellenplan-2023-fassung-{row.revision}.pdf": files.read(
                signing.version(row).sha256
            )
            for row in PublicDocument.objects.filter(series="stellenplan-2023")
        }
    held = contents(package(Scope("public", year=2023)))
    assert {name: data for name, data in held.items() if "stellenplan" in name} == kept
    assert len(kept) == newest.revision == 2
    assert b'href="stellenplan-2023/stellenplan-2023-fassung-2.pdf"' in held["data/inhalt.html"]
