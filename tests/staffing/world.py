"""Ein Stellenplan für Tests: the 81 posts of the demo, their plans and the paper that adds one of them."""

from dataclasses import dataclass

from hueckeswagen_ratsinfo.demo.staffing import load_staffing
from hueckeswagen_ratsinfo.demo.stage import Stage
from motions.models import Paper, Unit
from motions.rules import numbering
from motions.rules.clearance import clearance
from staffing.models import StaffingPlan
from tests.factories import consultation, make_released
from tests.people import Town


@dataclass(frozen=True)
class Plans:
    """Die Fassungen und die Vorlage."""

    town: Town
    paper: Paper
    former: StaffingPlan
    budget: StaffingPlan
    amendment: StaffingPlan


def make_plans(town: Town) -> Plans:
    """The plans of 2022 and 2023; about the amendment the Rat has not resolved yet."""
    with clearance("system"):
        numbering.lead_on(4753)
        town.units["FB IV"] = Unit.objects.create(code="FB IV", name="Ordnung")
        paper = make_released(
            by=town.clerk,
            subject="Stellenplan 2023: Case-Management",
            council_matter="staffing_plan",
            affects_positions=True,
            consultations=[
                consultation(town.organs["HFA"], "advisory"),
                consultation(town.organs["Rat"], "deciding"),
            ],
        )
        accounts = {"Paula Porzellan": town.personnel}
        load_staffing(Stage(accounts, town.units, town.organs, town.types))
        plans = {(plan.year, plan.number): plan for plan in StaffingPlan.objects.all()}
    return Plans(town, Paper.objects.get(pk=paper.pk), plans[2022, 1], plans[2023, 1], plans[2023, 2])
