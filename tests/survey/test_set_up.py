"""From a draft to the end of a campaign: scope, people, facts, visibility, launch, closing, opening again."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from questionnaires import InvalidAnswer, NotReady, Pack
from survey.db import transaction
from survey.files.template import facts_text
from survey.models import Campaign, Event, Mail, Respondent, StatedFact, StoredResult, Submission
from survey.services import campaigns, facts, invitations, launch, people, readiness, results, setup
from survey.services.facts import Statement
from survey.services.tenant import Member
from tests.survey.conftest import NOON, SAMPLE, Browser
from tests.survey.setting_up import Set, a_draft, member_of, settle_all, signed_in

TODAY = NOON.date()
SETTLED = {"dpo": "done", "works_council": "done", "allow_list": "done", "pre_notice": "done"}


@pytest.fixture
def at_work(app: Flask) -> tuple[Member, Set, Browser]:
    with app.extensions["database"].session() as session:
        member = member_of(session, "Atelier Conseil")
        draft = a_draft(session, member)
    return member, draft, signed_in(app, member)


@pytest.fixture
def inside(app: Flask) -> Callable[[Callable[[Session], Any]], Any]:
    """Does something in the app's database."""

    def run(work: Callable[[Session], Any]) -> Any:
        with app.extensions["database"].session() as session:
            return work(session)

    return run


@pytest.fixture
def mail_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("survey.services.mail.available", lambda _settings: True)


def missing(session: Session, campaign_id: Any, *, mail: bool = True) -> list[str]:
    campaign = session.get_one(Campaign, campaign_id)
    found = readiness.counts(session, [campaign])[campaign_id]
    return readiness.open_items(campaign, found, TODAY, mail=mail)


def test_a_wave_follows_on_the_one_before(session: Session) -> None:
    member = member_of(session, "Atelier Conseil")
    draft = a_draft(session, member)
    with pytest.raises(InvalidAnswer, match="Wave 1 is being prepared"):
        setup.new_campaign(session, member, draft.client, NOON, today=TODAY)
    settle_all(session, member, draft.campaign, NOON)
    launch.launch(session, member, draft.campaign, NOON, today=TODAY, mail_out=False)
    off = people.listed(session, draft.campaign)[0]
    people.remove_person(session, member, draft.campaign, off.id, NOON)
    second = session.get_one(Campaign, setup.new_campaign(session, member, draft.client, NOON, today=TODAY))
    assert (second.wave, second.state, second.pack_version, second.closes_on) == (2, "draft", "v1", None)
    assert second.contact == "Marc Petit, 01 00 00 00 00"
    assert second.checklist == {}
    names = [item.details.name for item in people.listed(session, second.id)]
    assert names == ["Person 1", "Person 2"]


def test_what_is_missing_is_told_until_it_is_settled(session: Session) -> None:
    member = member_of(session, "Atelier Conseil")
    draft = a_draft(session, member)
    assert missing(session, draft.campaign) == ["dates", *readiness.ITEMS]
    assert missing(session, draft.campaign, mail=False) == [
        "dates", "dpo", "works_council", "pre_notice", "test_answer",
    ]  # fmt: skip
    facts.state(session, member, draft.campaign, {"country": Statement("us", "Ada")}, NOON)
    assert "works_council" not in missing(session, draft.campaign)
    stated = {"country": Statement("fr", "Ada"), "headcount": Statement(50, "Ada")}
    facts.state(session, member, draft.campaign, stated, NOON)
    setup.settle(session, member, draft.campaign, "works_council", "not_needed", NOON, today=TODAY)
    # Where the law asks for it, "not needed" is no answer.
    assert "works_council" in missing(session, draft.campaign)
    facts.state(session, member, draft.campaign, {"headcount": Statement(49, "Ada")}, NOON)
    assert "works_council" not in missing(session, draft.campaign)
    with pytest.raises(NotReady, match="dates"):
        launch.launch(session, member, draft.campaign, NOON, today=TODAY, mail_out=True)
    for person in people.listed(session, draft.campaign)[:1]:
        people.remove_person(session, member, draft.campaign, person.id, NOON)
    assert "coverage" in missing(session, draft.campaign)
    setup.settle(session, member, draft.campaign, "coverage", "not_needed", NOON, today=TODAY)
    assert "coverage" not in missing(session, draft.campaign)


def test_the_set_up_in_the_browser_from_a_draft_to_the_field(
    app: Flask, at_work: Any, inside: Any, mail_out: None
) -> None:
    member, draft, browser = at_work
    here = f"/campaigns/{draft.campaign}"
    assert "5 points open" in browser.see(f"{here}/setup")
    browser.see(f"{here}/setup/scope")
    wrong = {"prepared_by": "", "contact": "x" * 201, "reply_to": "nobody", "as_of": "soon"}
    answer = browser.post(f"{here}/setup/scope", wrong)
    assert answer.status_code == 422
    for field in wrong:
        assert f'href="#{field}"' in answer.text
    assert 'value="nobody"' in answer.text
    right = {
        "prepared_by": "Atelier",
        "contact": "Ada, 01",
        "reply_to": "ada@ex.example",
        "as_of": "2026-11-20",
    }
    assert browser.post(f"{here}/setup/scope", right).status_code == 303
    browser.see(f"{here}/setup/dates")
    assert browser.post(f"{here}/setup/dates", {"closes_on": "2020-01-01"}).status_code == 422
    until = (datetime.now(UTC) + timedelta(days=10)).date().isoformat()
    browser.post(f"{here}/setup/dates", {"closes_on": until})
    page = browser.see(f"{here}/launch")
    assert "5 items of the checklist are open" in page
    assert "1 person gets an e-mail in English" in page
    assert "1 person gets an e-mail in French" in page
    assert "1 person has no address" in page
    assert "Launch and write to them" not in page
    early = browser.post(f"{here}/launch")
    assert (early.status_code, "Not launched" in early.text) == (409, True)
    for item in readiness.ITEMS:
        browser.post(f"{here}/checklist", {"item": item, "state": "done"})
    assert browser.post(f"{here}/checklist", {"item": "bribe", "state": "done"}).status_code == 422
    page = browser.see(f"{here}/launch")
    assert member.name in page
    assert "Launch and write to them" in page
    assert browser.post(f"{here}/launch").status_code == 303
    page = browser.see(f"{here}/setup")
    assert "Launched. People can answer from now on." in page
    assert "Wave 1 is in the field" in page
    assert "Frozen at launch" in page

    def state(session: Session) -> tuple[Any, ...]:
        campaign = session.get_one(Campaign, draft.campaign)
        mails = session.scalars(select(Mail).order_by(Mail.to_address)).all()
        lines = session.scalar(select(func.count()).where(Event.action == "campaign.launch"))
        return campaign.state, campaign.opened_at, [(m.kind, m.to_address, m.locale) for m in mails], lines

    first = inside(state)
    assert first[2] == [
        ("invitation", "p0@valmont.example", "fr"),
        ("invitation", "p2@valmont.example", "en"),
    ]
    assert first[3] == 1
    # A second press changes nothing.
    assert browser.post(f"{here}/launch").status_code == 303
    assert inside(state) == first


def test_who_sees_what_is_frozen_at_launch(app: Flask, at_work: Any, inside: Any) -> None:
    member, draft, browser = at_work
    here = f"/campaigns/{draft.campaign}/setup/visibility"
    assert "Never your comments" in browser.see(here)
    browser.post(here, {"visibility": "grouped"})
    assert browser.post(here, {"visibility": "secret"}).status_code == 422
    inside(lambda session: settle_all(session, member, draft.campaign))
    inside(lambda session: launch.launch(session, member, draft.campaign, NOON, today=TODAY, mail_out=False))
    assert 'name="visibility"' not in browser.see(here)
    assert browser.post(here, {"visibility": "attributed"}).status_code == 409
    assert inside(lambda session: session.get_one(Campaign, draft.campaign).visibility) == "grouped"


def test_without_e_mail_the_launch_says_that_links_are_handed_out(
    app: Flask, at_work: Any, inside: Any
) -> None:
    member, draft, browser = at_work
    inside(lambda session: settle_all(session, member, draft.campaign))
    page = browser.see(f"/campaigns/{draft.campaign}/launch")
    assert "no mail server is set: you hand 3 people their links" in page.replace("\u00a0", " ")
    browser.post(f"/campaigns/{draft.campaign}/launch")
    assert inside(lambda session: session.scalar(select(func.count()).select_from(Mail))) == 0


def test_facts_are_kept_with_who_stated_them_and_may_stay_open(app: Flask, at_work: Any, inside: Any) -> None:
    _, draft, browser = at_work
    here = f"/campaigns/{draft.campaign}/facts"
    page = browser.see(here)
    assert 'value="Hélène Marchebois"' in page
    assert "37 of 37 are not known" in page.replace("\u00a0", " ")
    answer = browser.post(here, {"f_headcount": "many", "s_headcount": "Ada Blanc"})
    assert answer.status_code == 422
    assert 'value="many"' in answer.text
    both = browser.post(here, {"f_headcount": "12", "u_headcount": "y"})
    assert (both.status_code, "but not both" in both.text) == (422, True)
    given = {
        "f_headcount": "870",
        "s_headcount": "Ada Blanc",
        "f_country": "fr",
        "s_country": "",
        "f_sector": "unknown",
    }
    saved = browser.post(here, {**given, "next": "on"})
    assert saved.location.endswith("part=need")
    stored = inside(lambda session: facts.stated(session, draft.campaign))
    assert {key: item.value for key, item in stored.items()} == {
        "headcount": 870,
        "country": "fr",
        "sector": "unknown",
    }
    assert stored["headcount"].stated_by == "Ada Blanc"
    page = browser.see(here)
    assert "35 of 37 are not known" in page.replace("\u00a0", " ")
    assert 'value="870"' in page
    # Emptied, it is not known any more; what is not on this page stays.
    browser.post(here, {"f_headcount": "", "f_country": "fr"})
    assert inside(lambda session: facts.stated(session, draft.campaign))["headcount"].value == "unknown"
    assert browser.post(here, {"f_country": "mars"}).status_code == 422
    assert browser.get(f"{here}?part=nothing").status_code == 200


def test_facts_change_after_the_launch_and_the_journal_has_both_values(session: Session, pack: Pack) -> None:
    member = member_of(session, "Atelier Conseil")
    draft = a_draft(session, member)
    facts.state(session, member, draft.campaign, {"headcount": Statement(80, "Ada")}, NOON)
    settle_all(session, member, draft.campaign, NOON)
    launch.launch(session, member, draft.campaign, NOON, today=TODAY, mail_out=False)
    changed = {"headcount": Statement(90, "Ada"), "country": Statement("fr", "Ada")}
    assert facts.state(session, member, draft.campaign, changed, NOON) == 2
    assert facts.state(session, member, draft.campaign, changed, NOON) == 0
    lines = session.scalars(select(Event).where(Event.action == "facts.state").order_by(Event.number)).all()
    assert [line.detail["facts"] for line in lines] == [
        {"headcount": [None, 80]},
        {"headcount": [80, 90], "country": [None, "fr"]},
    ]
    with pytest.raises(InvalidAnswer):
        facts.state(session, member, draft.campaign, {"headcount": Statement("large", "Ada")}, NOON)
    launch.close(session, member, draft.campaign, NOON)
    with pytest.raises(NotReady):
        facts.state(session, member, draft.campaign, {"headcount": Statement(1, "Ada")}, NOON)


def test_facts_come_from_a_file_and_its_problems_are_told_by_line(
    app: Flask, at_work: Any, inside: Any, pack: Pack
) -> None:
    _, draft, browser = at_work
    here = f"/campaigns/{draft.campaign}"

    def send(content: str | bytes) -> Any:
        browser.see(f"{here}/facts?lang=fr")
        data = content.encode() if isinstance(content, str) else content
        return browser.post(f"{here}/facts/file", {"file": (io.BytesIO(data), "../facts.yaml")})

    empty = browser.get(f"{here}/facts.yaml?lang=fr").get_data(as_text=True)
    assert empty == facts_text(pack, "fr")
    wrong = send(
        empty.replace("headcount: unknown", "headcount: lots").replace("country: unknown", "land: fr")
    )
    assert wrong.status_code == 422
    for words in (
        "facts.yaml ligne",
        "n’est pas un nombre entier",
        "cette clé n’existe pas",
        "Rien n’a été repris",
    ):
        assert words in wrong.text.replace("&#39;", "’")
    for hostile in (
        "a: &a [x]\nb: *a",
        "[" * 60_000,
        "facts:\n  headcount: " + "9" * 5_000,
        b"\xff\xfe\0",
        "",
    ):
        assert send(hostile).status_code == 422
    assert inside(lambda session: session.scalar(select(func.count()).select_from(StatedFact))) == 0
    # Organisation, day and departments may be left empty: they are known here.
    assert send(empty.replace("headcount: unknown", "headcount: 870")).status_code == 303
    assert inside(lambda session: facts.stated(session, draft.campaign))["headcount"].value == 870
    assert send(SAMPLE.read_bytes()).status_code == 303
    assert inside(lambda session: facts.stated(session, draft.campaign))["country"].stated_by


def test_people_are_added_changed_taken_off_and_put_back(app: Flask, at_work: Any, inside: Any) -> None:
    _, draft, browser = at_work
    here = f"/campaigns/{draft.campaign}/people"
    browser.see(f"{here}/new?lang=fr")
    wrong = browser.post(f"{here}/new", {"department": "", "name": "", "email": "nobody"})
    assert wrong.status_code == 422
    assert wrong.text.count('<p class="error"') == 3
    given = {
        "department": str(draft.departments[0]),
        "name": "Zoé <b>Lenoir",
        "email": "Zoe@Ex.example",
        "role": "",
        "locale": "en",
    }
    assert browser.post(f"{here}/new", given).status_code == 303
    again = browser.post(f"{here}/new", given)
    assert (again.status_code, "est déjà sur la liste" in again.text) == (422, True)
    same = browser.post(f"{here}/new", {**given, "name": "Somebody Else"})
    assert (same.status_code, "a déjà cette adresse" in same.text) == (422, True)
    page = browser.see(here + "?lang=en")
    assert "Zoé &lt;b&gt;Lenoir" in page
    person = inside(
        lambda session: session.scalars(select(Respondent).where(Respondent.email == "zoe@ex.example")).one()
    )
    browser.see(f"{here}/{person.id}/edit")
    browser.post(f"{here}/{person.id}/edit", {**given, "role": "cio", "phone": "01 02"})
    found = inside(lambda session: session.get_one(Respondent, person.id))
    assert (found.role, found.phone, found.locale) == ("cio", "01 02", "en")
    browser.post(f"{here}/{person.id}/remove")
    assert "Taken off the list" in browser.see(here)
    browser.post(f"{here}/{person.id}/restore")
    assert inside(lambda session: session.get_one(Respondent, person.id)).removed_at is None


def begun(session: Session, pack: Pack, draft: Set, place: int) -> tuple[str, Any]:
    """A person of a launched campaign with a link, who has begun and sent."""
    campaign = session.get_one(Campaign, draft.campaign)
    person = people.listed(session, draft.campaign)[place]
    with transaction(session):
        respondent = session.get_one(Respondent, person.id)
        respondent.role = respondent.role or "operations"
        token = invitations.invite(session, campaign, NOON, respondent=respondent)
    assert invitations.enter(session, pack, token, NOON)
    with transaction(session):
        submission = session.scalars(select(Submission).where(Submission.respondent_id == person.id)).one()
        submission.state, submission.sent_at = "sent", NOON
    return token, person.id


def test_somebody_taken_off_the_list_does_not_count_and_loses_nothing(session: Session, pack: Pack) -> None:
    member = member_of(session, "Atelier Conseil")
    draft = a_draft(session, member)
    settle_all(session, member, draft.campaign, NOON)
    launch.launch(session, member, draft.campaign, NOON, today=TODAY, mail_out=False)
    token, person = begun(session, pack, draft, 0)
    assert campaigns.participation(session, draft.campaign) == (3, 1, 1)
    people.remove_person(session, member, draft.campaign, person, NOON)
    assert campaigns.participation(session, draft.campaign) == (2, 0, 0)
    assert campaigns.departments_heard(session, draft.campaign) == (2, 0)
    case, given = results.inputs(session, draft.campaign)
    assert [item.name for item in case.departments] == ["Operations", "Human resources"]
    assert given == []
    assert invitations.look_up(session, token, NOON) is None
    assert invitations.enter(session, pack, token, NOON) is None
    people.restore_person(session, member, draft.campaign, person, NOON)
    assert campaigns.participation(session, draft.campaign) == (3, 1, 1)
    assert invitations.look_up(session, token, NOON)
    # The function that the answers were given under is not lost by leaving it open.
    details = people.details_of(session.get_one(Respondent, person))
    open_role = people.Details(details.department_id, details.name, details.email)
    people.edit_person(session, member, draft.campaign, person, open_role, NOON)
    assert session.get_one(Respondent, person).role == "finance"


def test_closing_says_what_does_not_count_and_concludes(
    app: Flask, at_work: Any, inside: Any, pack: Pack
) -> None:
    member, draft, browser = at_work
    here = f"/campaigns/{draft.campaign}"
    assert "Nothing to close" in browser.see(f"{here}/close")
    assert browser.post(f"{here}/close").status_code in (400, 409)
    inside(lambda session: settle_all(session, member, draft.campaign))
    inside(lambda session: launch.launch(session, member, draft.campaign, NOON, today=TODAY, mail_out=False))
    inside(lambda session: begun(session, pack, draft, 0))

    def half(session: Session) -> None:
        begun(session, pack, draft, 1)
        with transaction(session):
            session.scalars(select(Submission).order_by(Submission.started_at)).all()
            one = session.scalars(
                select(Submission)
                .join(Respondent, Respondent.id == Submission.respondent_id)
                .where(Respondent.name == "Person 1")
            ).one()
            one.state, one.sent_at = "open", None

    inside(half)
    page = browser.see(f"{here}/close")
    for words in (
        "Started and not sent",
        "Person 1, Operations",
        "2 departments will be missing",
        "Human resources, Operations",
    ):
        assert words in page
    assert browser.post(f"{here}/close").status_code == 303
    assert inside(lambda session: session.scalar(select(func.count()).select_from(StoredResult))) == 1
    page = browser.see(f"{here}/setup")
    assert "Wave 1 is closed" in page
    for path, data in (
        ("people/new", {"department": str(draft.departments[0]), "name": "Late One"}),
        ("setup/dates", {"closes_on": "2099-01-01"}),
        ("facts", {"f_country": "fr"}),
    ):
        browser.see(f"{here}/reopen")
        assert browser.post(f"{here}/{path}", data).status_code == 409, path
    browser.see(f"{here}/reopen")
    assert browser.post(f"{here}/reopen", {"closes_on": "2020-01-01"}).status_code == 422
    assert browser.post(f"{here}/reopen", {"closes_on": "2099-01-01"}).status_code == 303
    assert "Open again" in browser.see(f"{here}/setup")
    actions = inside(lambda session: session.scalars(select(Event.action).order_by(Event.number)).all())
    assert actions[-2:] == ["campaign.close", "campaign.reopen"]


def test_a_campaign_that_nobody_answered_can_be_closed(app: Flask, at_work: Any, inside: Any) -> None:
    member, draft, browser = at_work
    inside(lambda session: settle_all(session, member, draft.campaign))
    inside(lambda session: launch.launch(session, member, draft.campaign, NOON, today=TODAY, mail_out=False))
    browser.see(f"/campaigns/{draft.campaign}/close")
    assert browser.post(f"/campaigns/{draft.campaign}/close").status_code == 303
    assert "Wave 1 is closed" in browser.see(f"/campaigns/{draft.campaign}/setup")


def test_the_preview_shows_every_question_and_keeps_nothing(at_work: Any, pack: Pack) -> None:
    _, draft, browser = at_work
    here = f"/campaigns/{draft.campaign}/preview"
    assert browser.see(here).count("?question=") == len(pack.questionnaire.questions)
    page = browser.see(f"{here}?question=tooling_access&lang=fr")
    assert 'type="radio"' not in page
    assert "Je ne sais pas" in page
    assert browser.get(f"{here}?question=nothing").status_code == 404
