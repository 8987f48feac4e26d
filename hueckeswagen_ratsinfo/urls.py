"""All addresses: the town's pages come from motions.urls, login from allauth, reference data from the admin."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", include("motions.urls")),
    path("", include("staffing.urls")),
    path("konto/", include("hueckeswagen_ratsinfo.account_urls")),
    # The admin's way from a row to its page: our reference data have none.
    path("verwaltung/stammdaten/r/<path:rest>", RedirectView.as_view(url="/verwaltung/stammdaten/")),
    path("verwaltung/stammdaten/", admin.site.urls),
]
if settings.DEMO:
    urlpatterns += [path("demo/", include("hueckeswagen_ratsinfo.demo_urls"))]

handler400 = "motions.views.errors.bad_request"
handler403 = "motions.views.errors.forbidden"
handler404 = "motions.views.errors.not_found"
handler429 = "motions.views.errors.too_many"
handler500 = "motions.views.errors.server_error"
