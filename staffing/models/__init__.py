"""Tables of the Stellenplan."""

from .assignment import BlockRelease, PositionAssignment, PositionEvaluation
from .carrier import CarrierProof, Forwarding
from .council import BudgetAssessment, Hearing
from .external import ExternalCapacity
from .grant import FundingGrant, FundingProgram, FundingRate, GrantPosition, GrantStageRecord
from .grant_account import (
    Clawback,
    Drawdown,
    GrantObligation,
    ReportReminder,
    UsageReport,
    VacancyReminder,
)
from .pay import CostKey, CostParameter, PayAmount, PayGrade, PayRaise, PayTable, StepDuration
from .plan import EntryNote, EntryShare, PlanEntry, StaffingPlan, TemporaryStaff, TraineeGroup
from .position import Position
from .product import CostCenter, Product, ProductArea

__all__ = [
    "BlockRelease",
    "BudgetAssessment",
    "CarrierProof",
    "Clawback",
    "CostCenter",
    "CostKey",
    "CostParameter",
    "Drawdown",
    "EntryNote",
    "EntryShare",
    "ExternalCapacity",
    "Forwarding",
    "FundingGrant",
    "FundingProgram",
    "FundingRate",
    "GrantObligation",
    "GrantPosition",
    "GrantStageRecord",
    "Hearing",
    "PayAmount",
    "PayGrade",
    "PayRaise",
    "PayTable",
    "PlanEntry",
    "Position",
    "PositionAssignment",
    "PositionEvaluation",
    "Product",
    "ProductArea",
    "ReportReminder",
    "StaffingPlan",
    "StepDuration",
    "TemporaryStaff",
    "TraineeGroup",
    "UsageReport",
    "VacancyReminder",
]
