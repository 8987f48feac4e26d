"""SI-04: only the newest version of something that holds is sealed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from motions.models import IssuedDocument
from motions.rules.findings import Refused
from motions.rules.workflow import RESET
from tests.factories import step
from tests.people import Town

from .orders import ordered
from .test_orders import keys_are_set_up

__all__ = ["keys_are_set_up"]


def test_si04_a_text_that_does_not_hold_any_more_gets_no_seal(
    town: Town, client: Client, document: IssuedDocument
) -> None:
    client.force_login(town.office)
    page = reverse("paper-detail", args=[document.paper_id])
    link = "Siegel der Stadt setzen"
    assert link in client.get(page).content.decode()
    step(document.paper, RESET, by=town.mayor, note="Versehen")
    with pytest.raises(Refused, match="Diese Vorlage gilt nicht"):
        ordered(town, document)
    shown = client.get(page)
    assert (shown.status_code, link in shown.content.decode()) == (200, False)
