"""Beliebiges im Editor: whatever is posted is stored, compared or refused, and what is stored can be shown."""

from __future__ import annotations

from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motions.models import Paper, Unit, User
from motions.models.choices import Edition
from motions.rules.clearance import clearance
from motions.rules.content import content_of, text_hash
from tests.conftest import Login
from tests.factories import make_paper

from .posting import draft_of, fresh

FIELDS = (
    *(
        "subject",
        "plain_words",
        "dated_on",
        "file_reference",
        "signatory",
        "draft_resolution",
        "statement",
        "version",
    ),
    *(
        "financial_impact",
        "climate_impact",
        "is_public",
        "secrecy_ground",
        "council_matter",
        "status",
        "drafter",
    ),
    *("has_own_wording", "affects_positions", "administration_comment", "check", "id", "csrfmiddlewaretoken"),
    *(f"UNIT-{name}" for name in ("kind", "is_mandatory", "due_on")),
    *(
        f"{rows}-{count}_FORMS"
        for rows in ("beratung", "finanzen")
        for count in ("TOTAL", "INITIAL", "MAX_NUM")
    ),
    *(
        f"beratung-{index}-{name}"
        for index in (0, 1, 7)
        for name in ("organization", "planned_on", "role", "is_public", "ORDER", "DELETE")
    ),
    *(
        f"finanzen-{index}-{name}"
        for index in (0, 1)
        for name in ("year", "expense", "income", "product", "ORDER")
    ),
)
HOSTILE = (
    *("", "0", "1", "2", "-1", "on", "NaN", "1e400", "9" * 40, "\x00", "\x01", "\ufffe", "\u202e", "😀", "²"),
    *(
        "<script>alert(1)</script>",
        "<p>a</p><table><tr><td>",
        "</p>" * 50,
        "&lt;",
        "&#0;",
        "<a href='javascript:x'>",
    ),
    *(
        "2024-03-01",
        "0001-01-01",
        "9999-12-31",
        "1.234,56",
        "2024",
        "advisory",
        "deciding",
        "co_signature",
        "personnel",
        "statute",
    ),
    *("Z" + "\u0308" * 60, "x" * 600, "a\r\nb", "' OR 1=1 --", "{{ 7*7 }}", "../../etc/passwd"),
)
VALUES = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.dictionaries(st.sampled_from(FIELDS), st.lists(VALUES, min_size=1, max_size=2), max_size=12),
    dropped=st.sets(st.sampled_from(FIELDS), max_size=3),
)
def test_no_post_to_the_editor_fails_or_stores_what_cannot_be_shown(
    login: Login, clerk: User, changes: dict[str, list[str]], dropped: set[str]
) -> None:
    client, paper = editor_of(login, clerk)
    before = fresh(paper)
    unit = f"beteiligung-{Unit.objects.earliest('pk').pk}"
    mixed = {name: value for name, value in (draft_of(paper) | changes).items() if name not in dropped}
    sent = {name.replace("UNIT", unit): value for name, value in mixed.items()}
    status = client.post(f"/arbeit/vorlagen/{paper.pk}/bearbeiten/", sent).status_code
    assert status in (302, 409, 422)
    after = fresh(paper)
    assert (after.status, after.drafter_id, after.slug) == (before.status, before.drafter_id, before.slug)
    assert status == 302 or after.version == before.version
    with clearance("system"):
        assert content_of(after, edition=Edition.INTERNAL)["subject"] == after.subject
        assert len(text_hash(after)) == 64


def editor_of(login: Login, clerk: User) -> tuple[Client, Paper]:
    """The one draft of this test; each post works on what the one before has left."""
    with clearance("system"):
        paper = Paper.objects.filter(drafter=clerk).first()
    return login(clerk), paper or make_paper(by=clerk)
