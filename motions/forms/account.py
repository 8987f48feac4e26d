"""Passwort setzen und ändern: the library's forms, which say "Sie" here."""

from typing import TYPE_CHECKING, Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordKeyForm, SetPasswordForm
from django import forms

# The checker sees a form; the running class stands before one of the library.
if TYPE_CHECKING:
    _Form = forms.Form
else:
    _Form = object


class _Twice(_Form):
    """The new password is typed twice."""

    def clean(self) -> dict[str, Any] | None:
        """Say it politely when the second differs."""
        cleaned: dict[str, Any] | None = super().clean()
        if self.has_error("password2") and self.data.get("password2"):
            del self.errors["password2"]
            self.add_error("password2", "Geben Sie beide Male dasselbe Passwort ein.")
        return cleaned


class LogIn(LoginForm):  # type: ignore[misc]
    """Anmelden; the way out for a forgotten password stands behind the button, not between the two fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class ChangePassword(_Twice, ChangePasswordForm):  # type: ignore[misc]
    """Passwort ändern."""


class SetPassword(_Twice, SetPasswordForm):  # type: ignore[misc]
    """Passwort setzen, in a session that has proved itself."""


class ResetPassword(_Twice, ResetPasswordKeyForm):  # type: ignore[misc]
    """Passwort setzen mit dem Einmal-Link."""
