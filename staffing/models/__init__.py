"""Tables of the Stellenplan."""

from .grant import (
    Drawdown,
    FundingGrant,
    FundingProgram,
    FundingRate,
    GrantPosition,
    GrantStageRecord,
    Obligation,
    UsageReport,
)
from .pay import CostKey, CostParameter, PayAmount, PayGrade, PayRaise, PayTable, StepDuration
from .plan import (
    EntryNote,
    EntryShare,
    ExternalCapacity,
    PlanEntry,
    StaffingPlan,
    TemporaryStaff,
    TraineeGroup,
)
from .position import Position, PositionAssignment, PositionEvaluation
from .product import CostCenter, Product, ProductArea

__all__ = [
    "CostCenter",
    "CostKey",
    "CostParameter",
    "Drawdown",
    "EntryNote",
    "EntryShare",
    "ExternalCapacity",
    "FundingGrant",
    "FundingProgram",
    "FundingRate",
    "GrantPosition",
    "GrantStageRecord",
    "Obligation",
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
    "StaffingPlan",
    "StepDuration",
    "TemporaryStaff",
    "TraineeGroup",
    "UsageReport",
]
