"""N-09: time and unit of a task are changed with a note, and a secret one stays with its unit (P-08)."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from motions.models import ImplementationTask, Unit
from motions.rules.clearance import clearance
from tests.people import Town
from tests.resolutions import Resolutions


@pytest.mark.parametrize(("is_public", "status"), [(True, 302), (False, 422)])
def test_n09_a_task_gets_another_day_and_unit(
    town: Town, client: Client, resolved: Resolutions, is_public: bool, status: int
) -> None:
    treatment = resolved(is_public=is_public)
    with clearance("system"):
        task = treatment.tasks.get()
        other = Unit.objects.filter(is_active=True).exclude(pk=task.unit_id).first()
    assert other is not None
    client.force_login(town.office)
    address = reverse("task-change", args=[task.pk])
    sent = {"unit": other.pk, "due_on": "2026-09-01", "version": task.version}
    assert client.post(address, sent).status_code == 422
    assert client.post(address, sent | {"note": "Zuständigkeit gewechselt"}).status_code == status
    with clearance("system"):
        now = ImplementationTask.objects.get(pk=task.pk)
        expected = (other.pk, dt.date(2026, 9, 1)) if is_public else (task.unit_id, task.due_on)
        assert (now.unit_id, now.due_on) == expected
