"""Anlage entfernt: one press brings it back to its place, and a second press on "Entfernen" is told it is done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import Attachment, Bylaw, Event, Paper, User
from motions.rules import attachments, files
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from motions.rules.workflow import SUBMIT
from tests.conftest import Login
from tests.factories import PDF, make_attachment, make_paper, step
from tests.people import Town

EDITOR = "/arbeit/vorlagen/{}/bearbeiten/"


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Path) -> None:
    """A store of its own."""
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": store}


@pytest.fixture
def paper(clerk: User) -> Paper:
    return make_paper(by=clerk)


def order(paper: Paper) -> list[tuple[int, str]]:
    with clearance("system"):
        return list(paper.attachments.values_list("position", "title"))


def remove(client: Client, annex: Attachment) -> Any:
    address = f"/arbeit/anlagen/{annex.public_id}/entfernen/"
    return client.post(address, {"paper": str(annex.paper_id)}, follow=True)


def undo(annex: Attachment) -> str:
    return reverse("attachment-restore", args=[annex.paper_id, annex.pk])


def gone(annex: Attachment, by: User) -> int:
    """Removed by the rule; the old id."""
    number = annex.pk
    with clearance("system"):
        attachments.remove_attachment(annex, by=by, now=timezone.now())
    return number


def restore(paper: Paper, removed: int, by: User) -> None:
    with clearance("user", by.pk):
        attachments.restore_attachment(paper, removed, by=by, now=timezone.now())


def test_a_removed_annex_comes_back_whole_and_to_its_place(login: Login, clerk: User, paper: Paper) -> None:
    _, middle, _ = (make_attachment(paper, by=clerk, title=title, is_public=False) for title in "ABC")
    client, before = login(clerk), order(paper)
    page = remove(client, middle)
    assert order(paper) == [(1, "A"), (3, "C")]
    assert f'action="{undo(middle)}"' in page.content.decode()
    assert client.post(undo(middle)).status_code == 302
    assert order(paper) == before
    with clearance("system"):
        again = Attachment.objects.get(pk=middle.pk)
        kept = ["is_public", "file_name", "media_type", "sha256", "size", "pages", "uploaded_by_id", "hidden"]
        assert {name: getattr(again, name) for name in kept} == {name: getattr(middle, name) for name in kept}
        assert files.fetch(again.sha256).read() == PDF
        assert list(Event.objects.filter(act__contains="attachment").values_list("act", "note")) == [
            ("remove_attachment", "B"),
            ("restore_attachment", "B"),
        ]


def test_a_place_taken_meanwhile_is_made_free(clerk: User, paper: Paper) -> None:
    make_attachment(paper, by=clerk, title="A")
    removed = gone(make_attachment(paper, by=clerk, title="B"), clerk)
    make_attachment(paper, by=clerk, title="C")
    restore(paper, removed, clerk)
    assert order(paper) == [(1, "A"), (2, "B"), (3, "C")]


def test_it_comes_back_once(login: Login, clerk: User, paper: Paper) -> None:
    annex = make_attachment(paper, by=clerk)
    client = login(clerk)
    remove(client, annex)
    assert [client.post(undo(annex)).status_code for _ in range(2)] == [302, 409]
    assert order(paper) == [(1, "Lageplan")]


def test_what_was_attached_again_by_hand_is_not_doubled(clerk: User, paper: Paper) -> None:
    removed = gone(make_attachment(paper, by=clerk), clerk)
    make_attachment(paper, by=clerk)
    with pytest.raises(OutdatedState):
        restore(paper, removed, clerk)


def test_only_an_annex_of_this_paper_comes_back(clerk: User, paper: Paper) -> None:
    other = make_paper(by=clerk)
    removed = gone(make_attachment(other, by=clerk), clerk)
    for number in (removed, 4711):
        with pytest.raises(OutdatedState):
            restore(paper, number, clerk)
    assert order(paper) == []


def test_f02_the_quota_holds_for_what_comes_back(clerk: User, paper: Paper) -> None:
    removed = gone(make_attachment(paper, by=clerk), clerk)
    Bylaw.objects.filter(key="attachment.quota_mb").update(value=0)
    with pytest.raises(Refused) as refused:
        restore(paper, removed, clerk)
    assert [found.rule for found in refused.value.findings] == ["F-02"]


def test_v15_nothing_comes_back_into_a_paper_on_its_way(town: Town, clerk: User, paper: Paper) -> None:
    removed = gone(make_attachment(paper, by=clerk), clerk)
    with pytest.raises(NotPermitted):
        restore(paper, removed, town.mayor)
    step(paper, SUBMIT, by=clerk, note="eilig")
    with pytest.raises(OutdatedState):
        restore(paper, removed, clerk)


def test_a_doubled_click_on_remove_leads_back_with_a_sentence(
    login: Login, clerk: User, paper: Paper
) -> None:
    annex = make_attachment(paper, by=clerk)
    client = login(clerk)
    first, second = remove(client, annex), remove(client, annex)
    assert (first.redirect_chain, second.redirect_chain) == (
        [(EDITOR.format(paper.pk), 302)],
        [(f"{EDITOR.format(paper.pk)}#anlagen", 302)],
    )
    assert "Die Anlage „Lageplan“ ist entfernt." in first.content.decode()
    assert "Diese Anlage ist schon entfernt. Es ist nichts mehr zu tun." in second.content.decode()


def test_a_missing_annex_of_somebody_elses_paper_is_nothing(login: Login, town: Town, paper: Paper) -> None:
    annex = make_attachment(paper, by=town.clerk)
    client, address = login(town.outsider), f"/arbeit/anlagen/{annex.public_id}/entfernen/"
    for sent in ({}, {"paper": str(paper.pk)}, {"paper": "\x00"}, {"paper": "9" * 40}):
        assert client.post(address, sent).status_code == 404
