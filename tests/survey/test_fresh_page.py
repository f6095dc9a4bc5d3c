"""The page of a question without an answer is made once for everybody, and nobody finds another's in it."""

import re

from flask import Flask

from questionnaires import Pack
from survey.db import transaction
from survey.models import Campaign
from survey.services.campaigns import Created
from survey.web import fresh_page
from tests.survey.conftest import Browser, set_up

PAGE = "/answers/tooling/1"


def without_own(page: str) -> str:
    """The page less the proof and the name under which the browser keeps a text."""
    page, proofs = re.subn(r'name="csrf_token" value="[^"]{60,}"', "", page)
    page, names = re.subn(r'data-keep="[0-9a-f-]{36}"', "", page)
    assert proofs == names == 1
    return page


def test_two_people_get_one_page_each_with_what_is_their_own(
    browser: Browser, another: Browser, client_company: Created
) -> None:
    pages = []
    for who, link in zip((browser, another), client_company.links, strict=False):
        who.enter(link.token)
        made = fresh_page._made.cache_info().hits
        pages.append(who.see(PAGE))
    assert fresh_page._made.cache_info().hits == made + 1
    assert without_own(pages[0]) == without_own(pages[1])
    assert browser.proof() != another.proof()
    keeps = [re.findall(r'data-keep="([^"]+)"', page) for page in pages]
    assert keeps[0] == [str(client_company.links[0].respondent_id)] != keeps[1]
    for who, value in ((browser, "2"), (another, "4")):
        assert who.save("tooling", 1, "tooling_access", value, 0).status_code == 303
    for who, value in ((browser, "2"), (another, "4")):
        assert f'value="{value}" checked' in who.see(PAGE)
    assert "checked" not in browser.see("/answers/tooling/2").replace('value="private" checked', "")


def test_a_page_follows_language_contact_and_looks(
    app: Flask, browser: Browser, client_company: Created
) -> None:
    browser.enter(client_company.links[0].token)
    english = browser.see(PAGE)
    assert '<html lang="fr">' in browser.see(f"{PAGE}?lang=fr")
    assert without_own(browser.see(f"{PAGE}?lang=en")) == without_own(english)
    with app.extensions["database"].session() as session, transaction(session):
        client = session.get_one(Campaign, client_company.campaign_id).organisation
        client.name, client.accent = "Fonderies Réunies", "#7a1f5c"
    renamed = browser.see(PAGE)
    assert "Fonderies Réunies" in renamed
    assert "7a1f5c" in renamed
    assert "7a1f5c" not in english


def test_another_client_is_told_its_own_name(
    app: Flask, pack: Pack, browser: Browser, another: Browser, client_company: Created
) -> None:
    with app.extensions["database"].session() as session:
        second = set_up(session, pack)
        with transaction(session):
            session.get_one(Campaign, second.campaign_id).organisation.name = "Somebody Else"
    browser.enter(client_company.links[0].token)
    another.enter(second.links[0].token)
    first = browser.see(PAGE)
    assert "Somebody Else" in another.see(PAGE)
    assert "Somebody Else" not in first
    assert browser.see(PAGE).count("Somebody Else") == 0
