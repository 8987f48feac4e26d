"""Konto: the pages of django-allauth that this house uses; what is not named here does not exist.

There is no page to sign up and none to change the address: the administration alone does both.
"""

from allauth.account import views
from allauth.account.decorators import reauthentication_required
from django.urls import include, path, re_path

from motions.views import directory, session

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", reauthentication_required(views.password_set), name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("verzeichnis/", directory.directory_login, name="directory-login"),
    path("verzeichnis/abgebrochen/", directory.directory_cancelled, name="socialaccount_login_cancelled"),
    path(
        "verzeichnis/<slug:provider_id>/zurueck/", directory.directory_return, name="openid_connect_callback"
    ),
    path("ueberall-abmelden/", session.log_out_everywhere, name="log-out-everywhere"),
    path("2fa/", include("allauth.mfa.urls")),
]
