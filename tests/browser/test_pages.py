"""Jede Seitenart: no fault for axe, structure, reflow, spacing and targets, as the person it is made for."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from motions.models import PaperTemplate

from .conftest import Visit
from .inspection import axe, essentials, faults
from .town import CLERK, MAYOR, TREASURER, paper, user

PLANNER = "Timo Torf"
MEMBER = "Ada Ahornblatt"
ADMINISTRATOR = "Alma Achat"


@dataclass(frozen=True)
class Place:
    """Eine Seite: the view's name, who looks, a paper of the demo whose slug or key the address needs, a query.

    ``card``: the template whose key the address needs.
    """

    view: str
    who: str = ""
    reference: str = ""
    slug: str = ""
    query: str = ""
    more: tuple[object, ...] = ()
    card: str = ""

    def address(self) -> str:
        """Where it is."""
        found = paper(self.reference) if self.reference else None
        key: list[object] = [self.slug] if self.slug else []
        if self.card:
            key = [PaperTemplate.objects.get(name=self.card).pk]
        if found:
            key = [found.slug if self.view in ("public-paper", "paper-versions") else found.pk]
        return reverse(self.view, args=[*key, *self.more]) + self.query

    def __str__(self) -> str:
        return " ".join(
            filter(None, [self.view, self.reference.replace("/", "-"), self.slug, self.query, self.card])
        )


PUBLIC = (
    Place("home"),
    Place("public-papers", query="?q=Haushalt&jahr=2023"),
    Place("public-paper", reference="4753"),
    Place("organizations"),
    Place("organization", slug="rat"),
    Place("help"),
    Place("easy-language"),
    Place("socialaccount_login_cancelled"),
    Place("accessibility-statement"),
    Place("accessibility-feedback"),
    Place("imprint"),
    Place("privacy"),
    Place("account_login"),
    Place("account_reset_password"),
    Place("demo-login"),
)
ADMINISTRATION = (
    Place("desk", CLERK),
    Place("paper-list", CLERK),
    Place("paper-new", CLERK),
    Place("paper-import", CLERK),
    Place("paper-detail", CLERK, "4781"),
    Place("paper-edit", CLERK, "4781"),
    Place("paper-check", CLERK, "4781"),
    Place("paper-act", CLERK, "4781", more=("withdraw",)),
    Place("paper-hand-over", CLERK, "4781"),
    Place("attachment-add", CLERK, "4781"),
    Place("petition-new", "Silas Sandstein", card="Antrag einer Fraktion"),
    Place("amendment-new", "Silas Sandstein", "4758"),
    Place("consultation-add", "Silas Sandstein", "4758"),
    Place("paper-reading-log", "Silas Sandstein", "4769"),
    Place("approvals", MAYOR),
    Place("components", ADMINISTRATOR),
)
ACCOUNT = (
    Place("member-home", MEMBER),
    Place("member-home", "Quentin Rotkehlchen"),
    Place("petition-detail", "Quentin Rotkehlchen", "4771"),
    Place("mfa_index", CLERK),
    Place("mfa_activate_totp", CLERK),
    Place("mfa_list_webauthn", CLERK),
    Place("mfa_add_webauthn", CLERK),
    Place("account_set_password", CLERK),
    Place("account_logout", CLERK),
)
# The same pages for other people, empty, superseded, returned, non-public, with exceptions to grant.
OTHERS = (
    Place("public-papers", query="?q=Zeppelin"),
    Place("public-paper", reference="4764"),
    Place("paper-versions", reference="4764"),
    Place("public-paper", MEMBER, "4769"),
    Place("member-home", ADMINISTRATOR),
    Place("desk", TREASURER),
    Place("paper-list", CLERK, query="?q=Zeppelin"),
    Place("paper-detail", PLANNER, "4769"),
    Place("paper-detail", "Bea Basalt", "4773/1"),
    Place("paper-detail", "Silas Sandstein", "4772"),
    Place("public-paper", reference="4772"),
    Place("paper-check", "Oda Opal", "4782"),
    Place("paper-check", MAYOR, "4780"),
    Place("approvals", CLERK),
    Place("account_reset_password_from_key", more=("1", "abgelaufen")),
    Place("account_reauthenticate", CLERK),
    Place("mfa_generate_recovery_codes", CLERK),
)


@pytest.mark.parametrize("place", [*PUBLIC, *ADMINISTRATION, *ACCOUNT], ids=str)
def test_x01_every_page_is_accessible(place: Place, visit: Visit) -> None:
    assert faults(visit(place.who).arrive_at(place.address())) == []


@pytest.mark.parametrize("place", OTHERS, ids=str)
def test_every_page_is_accessible_in_other_states(place: Place, visit: Visit) -> None:
    assert essentials(visit(place.who).arrive_at(place.address())) == []


def test_forced_colours_lose_nothing(visit: Visit) -> None:
    visitor = visit(CLERK)
    visitor.page.emulate_media(forced_colors="active")
    places = (Place("desk"), Place("paper-edit", reference="4781"))
    found = {str(place): axe(visitor.open(place.address())) for place in places}
    assert found == {str(place): [] for place in places}


def test_every_title_tells_its_page_from_the_others(client: Client, transactional_db: None) -> None:
    titles: dict[str, list[str]] = {}
    for place in (*PUBLIC, *ADMINISTRATION):
        client.logout()
        if place.who:
            client.force_login(user(place.who))
        html = client.get(place.address()).content.decode()
        titles.setdefault(html.split("<title>")[1].split("</title>")[0], []).append(str(place))
    assert [places for places in titles.values() if len(places) > 1] == []
