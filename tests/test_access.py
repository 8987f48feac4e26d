"""Who may come in: every address of the house is walked, declared, answered and refused (security.md 1.2)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from motions.models import Attachment, IssuedDocument, Paper, PaperTemplate, User
from motions.rules import files, short_address
from motions.rules.clearance import clearance
from motions.views.access import FOREIGN, access_of
from tests.factories import invite, make_attachment, make_co_signing, make_paper, make_released
from tests.meeting_addresses import ADDRESSES
from tests.people import Town
from tests.staffing.addresses import ALL as OF_THE_PLAN
from tests.standing import Ground, Standing


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


def test_every_view_declares_its_access_class() -> None:
    undeclared = [address for address, pattern in patterns() if access_of(pattern.callback) is None]
    assert undeclared == []


def test_an_undeclared_view_lets_nobody_in() -> None:
    def undeclared(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert access_of(undeclared) is None


def test_the_admin_shows_reference_data_only() -> None:
    models = {
        address.split("/")[3]
        for address, _ in patterns()
        if address.startswith("verwaltung/stammdaten/motions/")
    }
    assert models & {"paper", "consultation", "release", "event", "cosignature", "issueddocument"} == set()


@dataclass(frozen=True)
class World:
    """One of everything, and the addresses that lead there."""

    town: Town
    draft: Paper
    co_signing: Paper
    secret: Paper
    public: Paper
    attachment: Attachment
    document: IssuedDocument
    petition: PaperTemplate

    def address(self, name: str) -> str:
        """The address of a view with fitting arguments."""
        arguments: dict[str, list[object]] = {
            "public-paper": [self.public.slug],
            "paper-versions": [self.public.slug],
            "document-file": [self.document.public_id],
            "document-state": [short_address.code(self.document.public_id)],
            "attachment-file": [self.attachment.public_id],
            "organization": ["hfa"],
            "paper-follow-up": [self.public.pk, "supplement"],
            "consultation-add": [self.public.pk],
            "amendment-new": [self.public.pk],
            "petition-new": [self.petition.pk],
            "paper-act": [self.draft.pk, "submit"],
            "co-sign": [self.co_signing.pk, self._participation()],
            "attachment-edit": [self.attachment.public_id],
            "attachment-remove": [self.attachment.public_id],
            "attachment-move": [self.attachment.public_id],
            "attachment-restore": [self.draft.pk, self.attachment.pk],
        }
        own = (
            "paper-detail",
            "paper-preview",
            "paper-edit",
            "paper-hand-over",
            "paper-autosave",
            "paper-copy",
            "paper-check",
            "paper-waive",
            "paper-reading-log",
            "attachment-add",
        )
        return reverse(name, args=[self.draft.pk] if name in own else arguments.get(name, []))

    def _participation(self) -> int:
        with clearance("system"):
            return self.co_signing.participations.get().pk


def make_world(town: Town) -> World:
    """Papers in every state that matters for access."""
    draft = make_paper(by=town.clerk)
    attachment = make_attachment(draft, by=town.clerk)
    public = make_released(by=town.clerk)
    with clearance("system"):
        public.documents.update(sha256=files.keep(b"%PDF-1.7"), size=8, pages=1, made_at=public.changed_at)
        document = public.documents.get()
    return World(
        town=town,
        draft=Paper(pk=draft.pk),
        co_signing=make_co_signing(by=town.clerk, invitations=[invite(town.units["FB I"])]),
        secret=make_released(by=town.clerk, is_public=False, secrecy_ground="property"),
        public=public,
        attachment=attachment,
        document=document,
        petition=PaperTemplate.objects.create(name="Antrag", paper_type=town.types["motion"]),
    )


@pytest.fixture(scope="module")
def standing_world(ground: Ground) -> Standing[World]:
    """The world, built once for this file."""
    return ground.build(make_world)


@pytest.fixture
def world(standing_world: Standing[World], db: None) -> World:
    """What every test here walks through."""
    return standing_world.put_back()


READ_BY_EVERYBODY = (
    "home",
    "public-papers",
    "public-paper",
    "paper-versions",
    "document-file",
    "organizations",
    "organization",
    "help",
    "easy-language",
    "accessibility-statement",
    "accessibility-feedback",
    "document-check",
    "document-state",
    "imprint",
    "privacy",
    "staffing-plans",
)
READ_BY_THE_CLERK = (
    "desk",
    "paper-list",
    "paper-new",
    "petition-new",
    "amendment-new",
    "paper-import",
    "paper-detail",
    "paper-preview",
    "paper-edit",
    "paper-hand-over",
    "paper-check",
    "paper-act",
    "attachment-add",
    "attachment-edit",
    "attachment-file",
    "approvals",
    "grant-list",
)
READ_BY_THE_OFFICE = ("consultation-add", "paper-reading-log")
ABOUT_ONE_PAPER = (
    "paper-detail",
    "paper-preview",
    "paper-edit",
    "paper-hand-over",
    "paper-check",
    "paper-act",
    "attachment-add",
    "attachment-edit",
    "attachment-file",
)
# Asked by tests/staffing/test_grant_pages.py and test_grant_papers.py, with a grant and its posts.
OF_THE_STAFFING_PLAN = (
    "grant-new",
    "grant-detail",
    "grant-edit",
    "grant-part-new",
    "grant-part-edit",
    "grant-part-strike",
    "grant-paper",
    "position-cost",
)
POSTED = (
    "paper-autosave",
    "paper-waive",
    "paper-copy",
    "paper-follow-up",
    "attachment-remove",
    "attachment-restore",
    "attachment-move",
)


def test_every_address_of_ours_is_in_the_tables() -> None:
    ours = {pattern.name for _, pattern in patterns() if getattr(pattern.callback, "access", None)}
    rest = {
        "co-sign",
        # tests/motions/signing/test_pages.py
        "document-seal",
        "minutes-to-sign",
        "minutes-to-sign-file",
        # tests/motions/signing/test_manifests.py
        "document-version",
        # tests/motions/signing/test_minutes_signing.py
        "minutes-refuse",
        "signing-retry",
        "signing-cancel",
        "components",
        "start",
        "demo-login",
        "log-out-everywhere",
        # tests/account/test_directory.py
        "directory-login",
        "openid_connect_callback",
        "socialaccount_login_cancelled",
        "petition-detail",
        "staffing-plan",
        "staffing-plan-file",
        "staffing-plan-workbook",
        "staffing-plan-document",
        # tests/staffing/test_plan_proposals.py
        "staffing-plan-version",
        "staffing-plan-version-workbook",
        "staffing-plan-version-document",
        # tests/staffing/test_plan_issue.py
        "public-document-file",
        *OF_THE_STAFFING_PLAN,
    }
    of_meetings = {address.name for address in ADDRESSES}
    known = {
        *READ_BY_EVERYBODY,
        *READ_BY_THE_CLERK,
        *READ_BY_THE_OFFICE,
        *POSTED,
        *rest,
        *of_meetings,
        *OF_THE_PLAN,
    }
    assert ours - known == set()


def test_citizens_read_what_is_public(world: World, client: Client) -> None:
    answers = {name: client.get(world.address(name)).status_code for name in READ_BY_EVERYBODY}
    assert answers == dict.fromkeys(READ_BY_EVERYBODY, 200)


def test_the_clerk_is_answered_and_the_citizen_is_sent_to_the_login(world: World, client: Client) -> None:
    refused = {name: client.get(world.address(name)).status_code for name in READ_BY_THE_CLERK}
    assert refused == dict.fromkeys(READ_BY_THE_CLERK, 302) | {"attachment-file": 404}
    client.force_login(world.town.clerk)
    answers = {name: client.get(world.address(name)).status_code for name in READ_BY_THE_CLERK}
    assert answers == dict.fromkeys(READ_BY_THE_CLERK, 200)


def test_pages_of_the_ratsbuero_are_its_own(world: World, client: Client) -> None:
    for person, status in ((None, 302), ("clerk", 403), ("outsider", 404), ("office", 200)):
        if person:
            client.force_login(getattr(world.town, person))
        answers = {name: client.get(world.address(name)).status_code for name in READ_BY_THE_OFFICE}
        assert answers == dict.fromkeys(READ_BY_THE_OFFICE, status)


@pytest.mark.parametrize(
    ("person", "status"), [("outsider", 404), ("council_member", 403), ("administrator", 403)]
)
def test_others_cannot_tell_a_draft_from_nothing(
    world: World, client: Client, person: str, status: int
) -> None:
    client.force_login(getattr(world.town, person))
    answers = {name: client.get(world.address(name)).status_code for name in ABOUT_ONE_PAPER}
    assert answers == dict.fromkeys(ABOUT_ONE_PAPER, status) | {"attachment-file": 404}


def test_what_changes_something_is_posted_and_refused_to_others(world: World, client: Client) -> None:
    addresses = {name: world.address(name) for name in (*POSTED, "co-sign")}
    assert {client.post(address).status_code for address in addresses.values()} == {403}
    client.force_login(world.town.outsider)
    assert {name: client.post(address).status_code for name, address in addresses.items()} == dict.fromkeys(
        addresses, 404
    )
    client.force_login(world.town.clerk)
    assert {client.get(addresses[name]).status_code for name in POSTED} == {405}
    client.force_login(world.town.treasurer)
    assert client.get(addresses["co-sign"]).status_code == 200


def test_ds09_the_reading_log_is_for_the_ratsbuero_alone(world: World, client: Client) -> None:
    address = world.address("paper-reading-log")
    assert client.get(address).status_code == 302
    answers = {}
    for person in ("clerk", "mayor", "office", "outsider", "council_member", "administrator"):
        client.force_login(getattr(world.town, person))
        answers[person] = client.get(address).status_code
    assert answers == {
        "clerk": 403,
        "mayor": 403,
        "office": 200,
        "outsider": 404,
        "council_member": 403,
        "administrator": 403,
    }
    client.force_login(world.town.office)
    assert client.post(address).status_code == 405


def test_the_technical_pages_are_for_the_administrator(world: World, client: Client) -> None:
    addresses = [reverse("components"), reverse("admin:index"), reverse("admin:motions_unit_changelist")]
    for person, status in (("clerk", 403), ("mayor", 403), ("administrator", 200)):
        client.force_login(getattr(world.town, person))
        assert [client.get(address).status_code for address in addresses] == [status] * 3


def test_posting_needs_a_token(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.town.clerk)
    for name in (*POSTED, "paper-edit", "paper-act", "co-sign", "attachment-add", "paper-new"):
        assert strict.post(world.address(name)).status_code == 403


# Sessions, and how often an address was asked for.
_COUNTED = ("django_session", "shared_cache")


def written_by_reading(client: Client, addresses: Iterable[str], *, known: Iterable[str] = ()) -> list[str]:
    """What is written to tables other than the counted and the ``known`` ones while the addresses are read."""
    written: list[str] = []

    def watch(execute: Any, sql: str, params: object, many: bool, context: object) -> object:
        is_known = any(table in sql for table in (*_COUNTED, *known))
        if sql.lstrip().startswith(("INSERT", "UPDATE", "DELETE", "WITH")) and not is_known:
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        for address in addresses:
            client.get(address)
    return written


def test_reading_writes_nothing(world: World, client: Client) -> None:
    client.force_login(world.town.clerk)
    names = (*READ_BY_EVERYBODY, *READ_BY_THE_CLERK, *READ_BY_THE_OFFICE)
    assert written_by_reading(client, [world.address(name) for name in names]) == []


def test_a_stranger_cannot_tell_a_secret_paper_from_a_missing_one(world: World, client: Client) -> None:
    secret = client.get(reverse("public-paper", args=[world.secret.slug]))
    missing = client.get(reverse("public-paper", args=["fb-ii-9999-2023"]))
    assert (secret.status_code, secret.headers.items()) == (404, missing.headers.items())
    assert secret.content == missing.content


def test_answers_for_a_person_are_kept_by_no_cache(world: World, client: Client) -> None:
    client.force_login(world.town.clerk)
    assert client.get(reverse("desk")).headers["Cache-Control"] == "private, no-store"


def test_pages_carry_the_policy_without_inline_code(client: Client, db: None) -> None:
    policy = client.get(reverse("home")).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_disabled_account_is_out_at_once(world: World, client: Client) -> None:
    client.force_login(world.town.clerk)
    User.objects.filter(pk=world.town.clerk.pk).update(is_active=False)
    assert client.get(reverse("desk")).status_code == 302


def test_a_second_factor_is_demanded_outside_of_the_demo(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a password alone nobody reads anything; the four pages that citizens see would show more than to them."""
    monkeypatch.setattr(settings, "DEMO", False)
    client.force_login(world.town.clerk)
    names = (*READ_BY_EVERYBODY, *READ_BY_THE_CLERK)
    answers = {name: client.get(world.address(name)).headers.get("Location") for name in names}
    assert answers == dict.fromkeys(names, reverse("mfa_index"))
    secret = client.get(reverse("public-paper", args=[world.secret.slug]))
    assert secret.headers["Location"] == reverse("mfa_index")


def test_the_database_shows_a_password_no_more_than_a_citizen(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    levels: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: object) -> object:
        if "set_config('ris.level'" in sql:
            levels.append(params[0])
        return execute(sql, params, many, context)

    client.force_login(world.town.clerk)
    with connection.execute_wrapper(watch):
        client.get(reverse("mfa_index"))
        assert levels[0] == "user"
        levels.clear()
        monkeypatch.setattr(settings, "DEMO", False)
        client.get(reverse("mfa_index"))
    assert levels == []


@pytest.mark.parametrize("module", FOREIGN)
def test_foreign_views_are_named_one_by_one(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each name opens views of its own, and without it they are shut."""
    monkeypatch.delitem(FOREIGN, module)
    assert [address for address, pattern in patterns() if access_of(pattern.callback) is None] != []
