"""Stammdaten des Stellenplans: pay tables, parameters and the structure of the budget; no plan and no grant."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin

from motions.admin import Kept

from .forms.budget_code import BudgetCodeForm
from .models import (
    CostCenter,
    CostParameter,
    FundingProgram,
    PayAmount,
    PayRaise,
    PayTable,
    Product,
    ProductArea,
    StepDuration,
)

# The checker knows this class as generic, the running one is not.
if TYPE_CHECKING:
    _TabularInline = admin.TabularInline[Any, Any]
else:
    _TabularInline = admin.TabularInline


class PayAmountInline(_TabularInline):
    """Die Werte einer Tabelle."""

    model = PayAmount
    extra = 0
    can_delete = False


@admin.register(PayTable)
class PayTableAdmin(Kept):
    """Vergütungstabellen mit ihrer Quelle."""

    list_display = ("tariff", "starts_on", "ends_on", "is_official", "source")
    list_filter = ("tariff",)
    inlines = (PayAmountInline,)


@admin.register(CostParameter)
class CostParameterAdmin(Kept):
    """Rechengrößen mit ihrer Quelle."""

    list_display = ("key", "value", "starts_on", "ends_on", "source")
    list_filter = ("key",)


@admin.register(PayRaise)
class PayRaiseAdmin(Kept):
    """Fortschreibungen mit ihrer Quelle."""

    list_display = ("tariff", "starts_on", "percent", "amount", "source")
    list_filter = ("tariff",)


@admin.register(StepDuration)
class StepDurationAdmin(Kept):
    """Stufenlaufzeiten mit ihrer Quelle."""

    list_display = ("tariff", "step", "months", "starts_on", "ends_on", "source")
    list_filter = ("tariff",)


@admin.register(FundingProgram)
class FundingProgramAdmin(Kept):
    """Förderprogramme mit Rechtsgrundlage und Baustein."""

    list_display = ("name", "module", "giver", "law")
    search_fields = ("name", "giver")


@admin.register(ProductArea)
class ProductAreaAdmin(Kept):
    """Produktbereiche."""

    search_fields = ("name",)


@admin.register(Product, CostCenter)
class BudgetCodeAdmin(Kept):
    """Produkte und Kostenstellen in der Form, die das Ortsrecht vorgibt."""

    form = BudgetCodeForm
    search_fields = ("code", "name")
