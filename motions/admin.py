"""Stammdaten im Django-Admin: reference data only; no Vorlage and no status can be touched here."""

from typing import TYPE_CHECKING, Any, cast

from allauth.account.forms import ResetPasswordForm
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from procrastinate.contrib.django.models import ProcrastinateJob

from .forms.reference import (
    BylawForm,
    MembershipForm,
    PaperTemplateForm,
    RightsForm,
    SubstituteMembershipForm,
    insist_on_printable,
    is_for,
)
from .forms.selection import Selecting
from .models import (
    Appointment,
    Bylaw,
    LegislativeTerm,
    Membership,
    Organization,
    PaperTemplate,
    PaperType,
    Person,
    Seating,
    SubstituteMembership,
    Substitution,
    TemplateConsultation,
    Unit,
    User,
)
from .rules import accounts, authors

# The checker knows these classes as generic, the running ones are not.
if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
    _TabularInline = admin.TabularInline[Any, Any]
else:
    _ModelAdmin, _TabularInline = admin.ModelAdmin, admin.TabularInline

admin.site.site_header = "Stammdaten der Ratsinformation"
admin.site.site_title = "Stammdaten"
admin.site.index_title = "Was möchten Sie pflegen?"
# Logins and second factors are looked after by their owners alone, jobs by the operator (docs/handbook).
admin.site.unregister(
    [Group, EmailAddress, Authenticator, ProcrastinateJob, SocialApp, SocialAccount, SocialToken]
)


class Printable(Selecting, _ModelAdmin):
    """Was gedruckt wird: names, functions and texts that end up in documents."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Refuse what no font of ours can print where it is typed, not when a PDF is made."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(db_field, (models.CharField, models.TextField)) and not db_field.choices:
            field.validators = [*field.validators, insist_on_printable]
        return field


class Kept(Printable):
    """Stammdaten werden beendet, nicht gelöscht: old papers still speak of them."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes; set an end or "besteht noch" instead."""
        return False


class ForOthers(Kept):
    """Was Rechte gibt, trägt immer eine andere Person ein."""

    form = RightsForm

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form knows who is asking."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.asking = request.user
        return form

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The own rows can be read only."""
        receivers = (getattr(obj, name, None) for name in RightsForm.receivers)
        is_own = any(is_for(receiver, cast(User, request.user)) for receiver in receivers)
        return not is_own and super().has_change_permission(request, obj)


class AppointmentInline(Selecting, _TabularInline):
    """Ämter an ihrem Konto; at the own account they can be read only."""

    model = Appointment
    extra = 0
    can_delete = False
    autocomplete_fields = ["unit"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never for oneself."""
        return obj != request.user and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never for oneself."""
        return obj != request.user and super().has_change_permission(request, obj)


class SeatingInline(_TabularInline):
    """Gesetzliche Mitgliederzahl je Wahlperiode."""

    model = Seating
    extra = 0
    can_delete = False


class TemplateConsultationInline(Selecting, _TabularInline):
    """Vorgeschlagene Beratungsfolge eines Musters."""

    model = TemplateConsultation
    extra = 0
    autocomplete_fields = ["organization"]


@admin.register(Unit)
class UnitAdmin(Kept):
    """Fachbereiche."""

    list_display = ["code", "name", "phone", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["code", "name"]


@admin.register(User)
class UserAdmin(Kept):
    """Konten: created without a password; people open them by a one-time link."""

    list_display = ["last_name", "first_name", "email", "function", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", "appointments__office", "appointments__unit"]
    search_fields = ["last_name", "first_name", "email", "function"]
    autocomplete_fields = ["person"]
    inlines = [AppointmentInline]
    actions = ["send_link"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "email",
                    "first_name",
                    "last_name",
                    "function",
                    "short_sign",
                    "phone",
                    "person",
                    "is_active",
                ],
                "description": (
                    "Ein neues Konto hat kein Kennwort. Wählen Sie danach in der Liste „Einmal-Link senden“; "
                    "die Person setzt ihr Kennwort dann selbst."
                ),
            },
        ),
        ("Technik", {"fields": ["is_staff", "is_superuser"]}),
    ]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A new account cannot be opened by any password; the login knows the address of the account only."""
        if not change:
            obj.set_unusable_password()
        obj.email = obj.email.lower()
        super().save_model(request, obj, form, change)
        accounts.mirror_address(obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Technical rights are given by those who have all of them, and never to oneself."""
        may_grant = request.user.is_superuser and obj != request.user
        return [] if may_grant else ["is_staff", "is_superuser"]

    @admin.action(description="Einmal-Link zum Setzen des Kennworts senden")
    def send_link(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """The same mail as "Kennwort vergessen"."""
        active = queryset.filter(is_active=True)
        for user in active:
            form = ResetPasswordForm(data={"email": user.email})
            if form.is_valid():
                form.save(request)
        count = active.count()
        messages.success(request, f"{count} Link{'' if count == 1 else 's'} an aktive Konten gesendet.")


@admin.register(Appointment)
class AppointmentAdmin(ForOthers):
    """Ämter."""

    list_display = ["user", "office", "unit", "starts_on", "ends_on"]
    list_filter = ["office", "unit"]
    search_fields = ["user__last_name", "user__first_name"]
    autocomplete_fields = ["user", "unit"]
    list_select_related = ["user", "unit"]


@admin.register(Substitution)
class SubstitutionAdmin(ForOthers):
    """Vertretungen."""

    list_display = ["absent", "substitute", "ground", "starts_on", "ends_on"]
    search_fields = ["absent__last_name", "substitute__last_name", "ground"]
    autocomplete_fields = ["absent", "substitute"]
    list_select_related = ["absent", "substitute"]


@admin.register(Person)
class PersonAdmin(Kept):
    """Personen mit Mandat."""

    list_display = ["last_name", "first_name", "title"]
    search_fields = ["last_name", "first_name"]


@admin.register(Organization)
class OrganizationAdmin(Kept):
    """Gremien und Fraktionen."""

    list_display = ["name", "short_name", "organization_type", "committee_kind", "is_active"]
    list_filter = ["organization_type", "committee_kind", "is_active"]
    search_fields = ["name", "short_name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [SeatingInline]


@admin.register(LegislativeTerm)
class LegislativeTermAdmin(Kept):
    """Wahlperioden."""

    list_display = ["name", "starts_on", "ends_on"]
    search_fields = ["name"]


@admin.register(Membership)
class MembershipAdmin(ForOthers):
    """Mitgliedschaften."""

    form = MembershipForm
    list_display = ["person", "organization", "role", "has_vote", "starts_on", "ends_on"]
    list_filter = ["organization", "role", "has_vote"]
    search_fields = ["person__last_name", "person__first_name", "organization__name"]
    autocomplete_fields = ["person", "organization"]
    list_select_related = ["person", "organization"]


@admin.register(SubstituteMembership)
class SubstituteMembershipAdmin(ForOthers):
    """Stellvertretungen im Ausschuss, in ihrer Reihenfolge (Q-08)."""

    form = SubstituteMembershipForm
    list_display = ["organization", "parliamentary_group", "position", "person", "starts_on", "ends_on"]
    list_filter = ["organization", "parliamentary_group"]
    search_fields = ["person__last_name", "person__first_name"]
    autocomplete_fields = ["organization", "parliamentary_group", "person"]
    list_select_related = ["person", "organization", "parliamentary_group"]


@admin.register(Bylaw)
class BylawAdmin(Kept):
    """Ortsrecht."""

    form = BylawForm
    list_display = ["key", "value", "starts_on", "ends_on", "source"]
    list_filter = ["key"]
    search_fields = ["key", "source"]


@admin.register(PaperType)
class PaperTypeAdmin(Kept):
    """Vorlagenarten."""

    list_display = ["name", "behaviour", "author", "is_active"]
    list_filter = ["behaviour", "author", "is_active"]
    search_fields = ["name", "code"]

    def get_readonly_fields(self, request: HttpRequest, obj: PaperType | None = None) -> tuple[str, ...]:
        """What papers rest on stays: whose words they are and what they want of an organ (V-17)."""
        if obj is not None and authors.is_used(obj):
            return ("behaviour", "author")
        return ()

    prepopulated_fields = {"code": ["name"]}


@admin.register(PaperTemplate)
class PaperTemplateAdmin(Printable):
    """Muster für neue Vorlagen."""

    form = PaperTemplateForm
    list_display = ["name", "paper_type", "position"]
    list_filter = ["paper_type"]
    search_fields = ["name", "description"]
    inlines = [TemplateConsultationInline]
    list_select_related = ["paper_type"]
