"""A firm's own questionnaires: copied, edited, frozen by their first use, and nobody else's."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from questionnaires import Pack, load
from questionnaires.editing import Entry, entry_of
from questionnaires.errors import DefinitionError, InvalidAnswer, NotReady
from survey.db import transaction
from survey.models import Campaign, Event, FirmPack
from survey.services import launch, library, library_edit, packs, setup
from survey.services.library import Shelved
from survey.services.library_edit import Draft
from survey.services.tenant import Member
from tests.survey.conftest import NOON
from tests.survey.setting_up import a_draft, member_of, settle_all

QUESTION = "tooling_access"


@pytest.fixture
def marc(session: Session) -> Member:
    return member_of(session, "Conseil & Associés")


@pytest.fixture
def copied(session: Session, marc: Member) -> Shelved:
    """A draft with the content of the shipped questionnaire."""
    return library.copy(session, marc, the_shipped(session, marc), NOON)


def the_shipped(session: Session, member: Member) -> Shelved:
    found = library.found(session, member, "ai_maturity", "v1")
    assert found is not None
    return found


def at(member: Member, shelved: Shelved) -> Draft:
    return Draft(member, shelved.key, shelved.version, NOON)


def pack_of(session: Session, member: Member, shelved: Shelved) -> Pack:
    return packs.of_firm(session, member.firm_id, shelved.key, shelved.version)


def entry(session: Session, member: Member, shelved: Shelved, question: str = QUESTION) -> Entry:
    pack = pack_of(session, member, shelved)
    return entry_of(pack, pack.question[question])


def reworded(old: Entry, text: str) -> Entry:
    words = {**old.wordings, "en": replace(old.wordings["en"], text=text)}
    return replace(old, wordings=words)


def test_a_copy_has_the_content_under_a_key_of_its_own(
    session: Session, marc: Member, copied: Shelved
) -> None:
    pack = pack_of(session, marc, copied)
    assert pack.questionnaire.questions == load().questionnaire.questions
    assert pack.mandate == load().mandate
    assert (pack.questionnaire.key, pack.questionnaire.version) == (copied.key, "v1")
    assert copied.key.startswith("ai_maturity_of_the_organisation_")
    assert not packs.is_shipped(copied.key)
    assert [one.name for one in library.shelf(session, marc)] == [copied.name, "ai_maturity/v1"]
    assert library.faults(session, marc, copied) == []


def test_another_firm_does_not_find_it(session: Session, marc: Member, copied: Shelved) -> None:
    rival = member_of(session, "Rival")
    assert library.found(session, rival, copied.key, "v1") is None
    assert [one.name for one in library.shelf(session, rival)] == ["ai_maturity/v1"]
    with pytest.raises(DefinitionError, match="no such pack"):
        pack_of(session, rival, copied)
    with pytest.raises(InvalidAnswer):
        library_edit.set_titles(session, at(rival, copied), {"en": "Mine", "fr": "À moi"})
    theirs = a_draft(session, rival, "Elsewhere").campaign
    with pytest.raises(InvalidAnswer, match="Choose one of the questionnaires"):
        setup.set_questionnaire(session, rival, theirs, copied.name, NOON)


def test_two_firms_may_have_a_questionnaire_of_one_name(
    session: Session, marc: Member, copied: Shelved
) -> None:
    rival = member_of(session, "Rival")
    other = library.copy(session, rival, the_shipped(session, rival), NOON)
    with transaction(session):
        session.scalars(select(FirmPack).where(FirmPack.key == other.key)).one().key = copied.key
    library_edit.set_titles(session, at(rival, copied), {"en": "Theirs", "fr": "Le leur"})
    assert pack_of(session, marc, copied).questionnaire.title["en"] == "AI maturity of the organisation"
    assert pack_of(session, rival, copied).questionnaire.title["en"] == "Theirs"


def test_a_question_is_reworded_and_the_journal_says_so(
    session: Session, marc: Member, copied: Shelved
) -> None:
    old = entry(session, marc, copied)
    new = reworded(old, "Which tools do your people use?")
    assert library_edit.save(session, at(marc, copied), new, library_edit.seen(old)) is None
    assert pack_of(session, marc, copied).question[QUESTION].text["en"] == "Which tools do your people use?"
    assert load().question[QUESTION].text["en"] != "Which tools do your people use?"
    line = session.scalars(select(Event).order_by(Event.number.desc())).first()
    assert line is not None
    assert (line.action, line.detail["question"]) == ("library.edit", QUESTION)


def test_the_second_of_two_editors_is_shown_what_the_first_saved(
    session: Session, marc: Member, copied: Shelved
) -> None:
    old = entry(session, marc, copied)
    first, second = reworded(old, "First?"), reworded(old, "Second?")
    assert library_edit.save(session, at(marc, copied), first, library_edit.seen(old)) is None
    conflict = library_edit.save(session, at(marc, copied), second, library_edit.seen(old))
    assert conflict is not None
    assert conflict.stored == first
    assert conflict.changed_by == marc.name
    assert library_edit.save(session, at(marc, copied), second, library_edit.seen(first)) is None
    other = entry(session, marc, copied, "data_rules")
    assert (
        library_edit.save(session, at(marc, copied), reworded(other, "Rules?"), library_edit.seen(other))
        is None
    )


def test_what_rests_on_a_question_left_out_is_told_until_it_is_cured(
    session: Session, marc: Member, copied: Shelved
) -> None:
    where = at(marc, copied)
    library_edit.take_out(session, where, "tooling_evaluation")
    told = [str(fault) for fault in library.faults(session, marc, copied)]
    assert len(told) == 4
    assert all(
        line.startswith("actions/tooling.yaml:") and "no question 'tooling_evaluation'" in line
        for line in told
    )
    library_edit.put_back(session, where, "tooling_evaluation")
    assert library.faults(session, marc, copied) == []
    library_edit.take_out(session, where, "tooling_evaluation")
    library_edit.release(session, where, "tooling_evaluation")
    assert library.faults(session, marc, copied) == []
    pack = pack_of(session, marc, copied)
    assert len(pack.actions) == len(load().actions) - 2
    assert all("tooling_evaluation" not in action.lifts for action in pack.actions)


def test_a_question_is_added_under_an_id_of_its_own(session: Session, marc: Member, copied: Shelved) -> None:
    new = replace(entry(session, marc, copied), id="Où en êtes-vous ?", dimension="data", sources=())
    assert library_edit.add(session, at(marc, copied), new) == ["data_ou_en_etes_vous"]
    assert library_edit.add(session, at(marc, copied), new) == ["data_ou_en_etes_vous_2"]
    asked = [
        item.id for item in pack_of(session, marc, copied).questionnaire.questions if item.dimension == "data"
    ]
    assert asked[-2:] == ["data_ou_en_etes_vous", "data_ou_en_etes_vous_2"]


def test_launching_freezes_the_questionnaire_for_good(
    session: Session, marc: Member, copied: Shelved
) -> None:
    campaign = a_draft(session, marc).campaign
    setup.set_questionnaire(session, marc, campaign, copied.name, NOON)
    old = entry(session, marc, copied)
    library_edit.save(session, at(marc, copied), reworded(old, "As it was asked?"), library_edit.seen(old))
    settle_all(session, marc, campaign, NOON)
    assert launch.launch(session, marc, campaign, NOON, today=NOON.date(), mail_out=False)
    found = library.found(session, marc, copied.key, "v1")
    assert found is not None
    assert (found.state, [use.client for use in found.uses]) == ("frozen", ["Forges de Valmont"])
    before = session.scalars(select(FirmPack.files)).one()
    where = at(marc, copied)
    again = entry(session, marc, copied)
    for change in (
        lambda: library_edit.save(session, where, reworded(again, "Otherwise?"), library_edit.seen(again)),
        lambda: library_edit.take_out(session, where, QUESTION),
        lambda: library_edit.set_titles(session, where, {"en": "Other", "fr": "Autre"}),
        lambda: library.remove(session, marc, copied.key, "v1", NOON),
    ):
        with pytest.raises(NotReady, match="was used and stays as it is"):
            change()
    session.expire_all()
    assert session.scalars(select(FirmPack.files)).one() == before
    asked = packs.of_campaign(session, session.get_one(Campaign, campaign))
    assert asked.question[QUESTION].text["en"] == "As it was asked?"
    with pytest.raises(NotReady, match="frozen at launch"):
        setup.set_questionnaire(session, marc, campaign, "ai_maturity/v1", NOON)


def test_a_faulty_questionnaire_is_not_launched(session: Session, marc: Member, copied: Shelved) -> None:
    campaign = a_draft(session, marc).campaign
    setup.set_questionnaire(session, marc, campaign, copied.name, NOON)
    library_edit.take_out(session, at(marc, copied), QUESTION)
    settle_all(session, marc, campaign, NOON)
    with pytest.raises(NotReady, match="the questionnaire has faults"):
        launch.launch(session, marc, campaign, NOON, today=NOON.date(), mail_out=False)
    assert session.get_one(Campaign, campaign).state == "draft"
    assert session.scalars(select(FirmPack.state)).one() == "draft"


def test_the_next_version_is_one_draft_at_a_time(session: Session, marc: Member, copied: Shelved) -> None:
    with pytest.raises(NotReady, match="Version 1 is a draft already"):
        library.next_version(session, marc, copied, NOON)
    with transaction(session):
        session.scalars(select(FirmPack)).one().state = "frozen"
    second = library.next_version(session, marc, copied, NOON)
    assert (second.key, second.version, second.copied_from) == (copied.key, "v2", copied.name)
    assert pack_of(session, marc, second).questionnaire.version == "v2"
    library.remove(session, marc, second.key, "v2", NOON)
    assert library.found(session, marc, second.key, "v2") is None


def test_a_draft_that_a_wave_is_set_up_with_is_not_thrown_away(
    session: Session, marc: Member, copied: Shelved
) -> None:
    setup.set_questionnaire(session, marc, a_draft(session, marc).campaign, copied.name, NOON)
    with pytest.raises(NotReady, match="A wave is set up with this version"):
        library.remove(session, marc, copied.key, "v1", NOON)
