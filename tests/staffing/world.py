"""Ein Stellenplan für Tests: the 81 posts of the demo, their plans and the paper that adds one of them."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from hueckeswagen_ratsinfo.demo.staffing import load_staffing, propose_case_management
from hueckeswagen_ratsinfo.demo.stage import Stage
from motions.models import Paper, PaperTemplate, TemplateConsultation, Unit
from motions.rules import numbering
from motions.rules.clearance import clearance
from staffing.models import StaffingPlan
from staffing.rules import drafting, versions
from staffing.rules.listing import listing_of
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
        stage = Stage(accounts, town.units, town.organs, town.types)
        load_staffing(stage)
        propose_case_management(stage, paper)
        plans = {(plan.year, plan.number): plan for plan in StaffingPlan.objects.all()}
    return Plans(town, Paper.objects.get(pk=paper.pk), plans[2022, 1], plans[2023, 1], plans[2023, 2])


NOW = timezone.make_aware(dt.datetime(2023, 7, 24, 9))


def make_draft(plans: Plans) -> StaffingPlan:
    """The funded post of the demo as an amendment in work, and the card its Vorlage is made from."""
    with clearance("system"):
        card = PaperTemplate.objects.create(
            name="Personal und Stellenplan",
            description="Stellen",
            paper_type=plans.paper.paper_type,
            council_matter="staffing_plan",
        )
        for place, (organ, role) in enumerate((("HFA", "advisory"), ("Rat", "deciding")), start=1):
            TemplateConsultation.objects.create(
                template=card, organization=plans.town.organs[organ], role=role, position=place
            )
        by = plans.town.personnel
        plan = drafting.begin("amendment", 2023, "Case-Management", by=by, now=NOW)
        entry = versions.entries([plans.amendment])[0]
        drafting.put(plan, entry.position, listing_of(entry), version=plan.version, by=by)
    return plan
