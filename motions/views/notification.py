"""Benachrichtigungen im eigenen Konto."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from motions.forms.notification import NotificationChoiceForm
from motions.rules import notices

from .access import Access, access
from .person import staff_of


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.LOGIN)
def notification_choice(request: HttpRequest) -> HttpResponse:
    """Wann ich E-Mails bekomme."""
    user = staff_of(request)
    data = request.POST if request.method == "POST" else None
    form = NotificationChoiceForm(data, initial={"rhythm": notices.rhythm_of(user)})
    if form.is_valid():
        notices.choose_rhythm(by=user, rhythm=form.cleaned_data["rhythm"])
        messages.success(request, "Ihre Wahl ist gespeichert.")
        return redirect("notification-choice")
    status = 422 if form.is_bound else 200
    return render(
        request, "account/notification_choice.html", {"form": form, "address": user.email}, status=status
    )
