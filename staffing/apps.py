"""The app of the Stellenplan and its funded posts."""

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    """Stellenplan."""

    name = "staffing"
    verbose_name = "Stellenplan"

    def ready(self) -> None:
        """The plan is a section of the public pages and takes part in the life of a Vorlage (council.py)."""
        from motions.rules import content, contributions
        from motions.views import access, context
        from staffing.rules import council, council_checks, grant_duties, plan_issue, who_pays

        from .rules.permissions import sees_drafts

        context.offer("Stellenplan", "staffing-plans")
        pages = ("grant", "external", "position", "assignment", "evaluation", "release")
        context.offer_work("Stellenplan", "plan-list", sees_drafts, pages=pages)
        contributions.at_submission.append(council_checks.at_submission)
        contributions.at_release.append(council_checks.at_release)
        contributions.on_release.append(council.freeze_at_release)
        contributions.on_closing.append(plan_issue.after_meeting)
        contributions.on_objection.append(plan_issue.after_objection)
        contributions.on_succession.append(council.begin_for_successor)
        content.contributed.append(who_pays.in_content)
        contributions.on_desk.append(("Bei den Förderungen steht an", grant_duties.of))
        access.FOREIGN["staffing.admin"] = access.Access.TECHNICAL
