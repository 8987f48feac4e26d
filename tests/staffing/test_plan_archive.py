"""SI-05: the package of a year holds the plan that was in force, as everybody may read it."""

from motions.rules import contributions
from motions.rules.archive_scope import Scope
from motions.rules.clearance import clearance
from staffing.rules import archive
from tests.motions.archive.scene import contents, package, print_all
from tests.staffing.test_versions import resolve
from tests.staffing.world import Plans


def test_si05_the_plan_in_force_goes_to_the_archive(plans: Plans) -> None:
    assert contributions.to_archive == [archive.of_year]
    assert archive.of_year(2019) == []
    with clearance("system"):
        resolve(plans)
        print_all()
    (part,) = archive.of_year(2023)
    assert (part.title, part.folder, part.stem) == ("Stellenplan 2023", "stellenplan/2023", "stellenplan")
    held = contents(package(Scope("public", year=2023)))
    assert held["data/stellenplan/2023/stellenplan.pdf"].startswith(b"%PDF")
    assert b'href="stellenplan/2023/stellenplan.pdf"' in held["data/inhalt.html"]
