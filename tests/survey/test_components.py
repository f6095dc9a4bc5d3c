"""Each component on its own: valid HTML, fields tied to their words, faults linked, texts as written."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import html5lib
import pytest
from flask import Flask, render_template_string
from wtforms import FieldList, Form, FormField, IntegerField, StringField
from wtforms.validators import InputRequired

from survey.web import styleguide

pytestmark = pytest.mark.sqlite  # how a component looks has nothing to do with the database

HOSTILE = "R&D <b>"
SHOWN = "R&amp;D &lt;b&gt;"
Render = Callable[..., str]

# Every component with one of people's texts wherever it takes a text.
CALLS = {
    "button": 'button(t, "next", t, more=t)',
    "link_button": 'link_button(t, "/x?a=1&b=2", "second", more=t)',
    "post_button": 'post_button("/x", t, fields={"who": t})',
    "page_head": "page_head(t, t, t)",
    "crumbs": 'crumbs([(t, "/x"), (t, "")])',
    "tabs": 'tabs([(t, "/x"), ("Other", "/y")], t)',
    "pager": 'pager(2, 3, "/x?page={page}&q=1")',
    "tag": 'tag(t, "alert")',
    "meter": "meter(7, 12)",
    "stats": "stats([(t, t)])",
    "notice": 'notice(t, t, "alert")',
    "empty": 'empty(t, t, t, "/x")',
    "problem": 'problem(t, [(t, "#x"), (t, "")])',
    "summary_row": 'summary_row(t, t, "/x", t, t)',
    "task": 'task(t, "/x", t, "good", t)',
    "copy_box": 'copy_box("link", t, t, t)',
    "preview": "preview(t, t, t, t)",
    "cell": "cell(t, t, sort=t)",
    "tick": 'tick("who", t, t, true)',
    "search_box": 'search_box("q", t, t)',
    "choice_box": 'choice_box("q", t, [(t, t)], t)',
    "row_head": 'row_head(t, "/x", t)',
    "text_field": "text_field(form.name, t, optional=true)",
    "select_field": "select_field(form.size, t)",
    "radios": "radios(form.seen, t, hints={'named': t})",
    "checkboxes": "checkboxes(form.parts, t)",
    "checkbox": "checkbox(form.agree, t)",
    "date_field": "date_field(form.closes, t)",
    "file_field": 'file_field(form.people_file, t, ".csv")',
    "error_summary": "error_summary(form)",
}
AROUND = {
    "summary_row": "{%% call summary() %%}%s{%% endcall %%}",
    "task": "{%% call tasks() %%}%s{%% endcall %%}",
    "cell": "{%% call table(t, [t, (t, 'num'), (t, 'aside')], sortable=true) %%}<tr>%s</tr>{%% endcall %%}",
}
AROUND["row_head"] = AROUND["tick"] = AROUND["cell"]
AROUND["search_box"] = AROUND["choice_box"] = "{%% call filters('/x') %%}%s{%% endcall %%}"


@pytest.fixture
def render(app: Flask) -> Iterator[Render]:
    """Renders a call of a component; what comes out is valid inside a page."""
    with app.test_request_context():

        def rendered(call: str, around: str = "%s", **values: Any) -> str:
            body = around % f"{{{{ c.{call} }}}}"
            body = re.sub(r"call (\w+)\(", r"call c.\1(", body)
            text = render_template_string('{% import "survey/components.html" as c %}' + body, **values)
            html5lib.HTMLParser(strict=True).parse(
                f"<!doctype html><html lang=en><title>x</title><body>{text}</body></html>"
            )
            assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", text)
            return text

        yield rendered


@pytest.mark.parametrize("name", CALLS)
def test_what_people_wrote_is_shown_as_written(render: Render, name: str) -> None:
    form = styleguide.faulty_form()
    for field in form:
        field.label.text = HOSTILE
        field.errors = [HOSTILE]
    text = render(CALLS[name], AROUND.get(name, "%s"), t=HOSTILE, form=form)
    assert "<b>" not in text
    if name not in ("pager", "meter"):
        assert SHOWN in text


@pytest.mark.parametrize("faulty", [False, True])
@pytest.mark.parametrize(
    "call",
    [
        "text_field(form.name, hint)",
        "text_field(form.notes, hint, rows=3)",
        "select_field(form.size, hint)",
        "date_field(form.closes, hint)",
        "file_field(form.people_file, hint)",
        "checkbox(form.agree, hint)",
    ],
)
def test_a_control_is_tied_to_its_label_hint_and_fault(render: Render, call: str, faulty: bool) -> None:
    form = styleguide.faulty_form() if faulty else styleguide.sample_form()
    tree = parsed(render(call, form=form, hint="A hint"))
    (control,) = [item for item in tree.iter() if item.tag in ("input", "select", "textarea")]
    (label,) = tree.iter("label")
    assert label.get("for") == control.get("id")
    ids = {item.get("id"): "".join(item.itertext()) for item in tree.iter() if item.get("id")}
    words = [ids[name] for name in control.get("aria-describedby", "").split()]
    assert words[0] == "A hint"
    assert (control.get("aria-invalid") == "true") is faulty
    assert len(words) == 1 + faulty
    if faulty:
        assert words[1].startswith("Error:")


@pytest.mark.parametrize("kind", ["radios(form.seen", "radios(form.language", "checkboxes(form.parts"])
def test_choices_are_a_group_with_a_name(render: Render, kind: str) -> None:
    tree = parsed(render(f"{kind}, hint)", form=styleguide.faulty_form(), hint="A hint"))
    (group,) = tree.iter("fieldset")
    assert next(iter(group)).tag == "legend"
    ids = {item.get("id"): "".join(item.itertext()) for item in tree.iter() if item.get("id")}
    assert [ids[name].partition(" ")[0] for name in group.get("aria-describedby", "").split()] == [
        "A",
        "Error:",
    ]
    inputs = list(tree.iter("input"))
    assert [label.get("for") for label in tree.iter("label")] == [item.get("id") for item in inputs]
    assert sum("checked" in item.attrib for item in inputs) == 1


def test_every_fault_leads_to_its_field(render: Render) -> None:
    form = styleguide.faulty_form()
    summary = render("error_summary(form)", form=form)
    page = summary + "".join(
        render(call, form=form)
        for call in (
            "text_field(form.name)",
            "text_field(form.email)",
            "text_field(form.people)",
            "text_field(form.notes, rows=2)",
            "select_field(form.size)",
            "radios(form.language)",
            "radios(form.seen)",
            "checkboxes(form.parts)",
            "checkbox(form.agree)",
            "date_field(form.closes)",
            "file_field(form.people_file)",
        )
    )
    leads = re.findall(r'<a href="#([^"]+)"', summary)
    assert len(leads) == len(form.errors)
    for lead in leads:
        assert re.search(rf'<(input|select|textarea)[^>]* id="{lead}"', page), lead
    assert 'role="alert"' in summary
    assert 'id="problem"' in summary


def test_faults_may_be_told_with_their_labels_and_in_rows(render: Render) -> None:
    class Person(Form):
        mail = StringField("E-mail", validators=[InputRequired("Enter an address")])

    class People(Form):
        title = StringField("Title", validators=[InputRequired("Enter a title")])
        people = FieldList(FormField(Person), min_entries=2)
        size = IntegerField("Size")

    form = People()
    assert not form.validate()
    form.form_errors.append("Nothing was sent")
    text = render("error_summary(form)", form=form)
    assert re.findall(r'href="#([^"]+)"', text) == ["title", "people-0-mail", "people-1-mail"]
    assert "Nothing was sent" in text
    assert ">Title: Enter a title<" in render("error_summary(form, true)", form=form)
    assert ">Heading: Enter a title<" in render('error_summary(form, {"title": "Heading"})', form=form)
    assert render("error_summary(form)", form=Form()).strip() == ""


def test_optional_is_said_where_it_is_asked_for(render: Render) -> None:
    form = styleguide.sample_form()
    assert "(optional)" in render("text_field(form.notes, optional=true)", form=form)
    assert "(optional)" not in render("text_field(form.notes)", form=form)
    assert "(optional)" not in render("text_field(form.name, optional=true)", form=form)  # it is required


def test_a_password_is_never_sent_back(render: Render) -> None:
    form = styleguide.sample_form()
    form.secret.data = "correct horse"
    assert "horse" not in render('text_field(form.secret, type="password")', form=form)


def test_a_text_keeps_its_first_empty_line(render: Render) -> None:
    form = styleguide.sample_form()
    form.notes.data = "\nsecond"
    (area,) = parsed(render("text_field(form.notes, rows=2)", form=form)).iter("textarea")
    assert area.text == "\nsecond"


@pytest.mark.parametrize(("done", "total", "width"), [(0, 0, "0"), (7, 12, "58.3"), (12, 12, "100.0")])
def test_a_meter_says_its_figures(render: Render, done: int, total: int, width: str) -> None:
    text = render("meter(done, total)", done=done, total=total)
    assert f"{done}\u00a0of\u00a0{total}" in text
    assert f'class="fill" width="{width}"' in text


def test_no_tone_is_colour_alone(render: Render) -> None:
    marks = {tone: render("tag('x', tone)", tone=tone) for tone in ("", "good", "wait", "alert", "quiet")}
    shapes = {re.sub(r'class="[^"]*"', "", mark) for mark in marks.values()}
    assert len(shapes) == len(marks)


def test_pages_have_neighbours(render: Render) -> None:
    first, last = (
        render("pager(p, 3, h)", p=1, h="/x?page=%7Bpage%7D"),
        render("pager(p, 3, h)", p=3, h="/x?page={page}"),
    )
    assert 'href="/x?page=2"' in first
    assert 'rel="prev"' not in first
    assert 'href="/x?page=2"' in last
    assert 'rel="next"' not in last
    assert render("pager(1, 1, '/x')").strip() == ""


def test_a_row_without_address_is_no_link(render: Render) -> None:
    assert "<a" not in render('task("Launch", "", "Cannot start yet", "quiet")', AROUND["task"])


def parsed(text: str) -> Any:
    """The tree of a fragment."""
    return html5lib.parseFragment(text, namespaceHTMLElements=False)


def test_a_french_verb_and_its_subject_stay_on_one_line_in_a_heading(app: Flask) -> None:
    with app.test_request_context("/?lang=fr"):
        app.preprocess_request()
        page = render_template_string("<h1>{{ '<Que> prévoit-elle, a-t-on dit ?'|tied }}</h1>")
    assert page == (
        '<h1>&lt;Que&gt; <span class="tied">prévoit-elle</span>, <span class="tied">a-t-on</span> dit ?</h1>'
    )


@pytest.mark.parametrize(("language", "shown"), [("en", "1,850"), ("fr", "1\u202f850")])
def test_thousands_are_set_apart_in_a_cell_and_sorted_as_numbers(
    app: Flask, language: str, shown: str
) -> None:
    with app.test_request_context(f"/?lang={language}"):
        app.preprocess_request()
        text = render_template_string(
            '{% from "survey/components.html" import cell %}{{ cell("Headcount", 1850, "num") }}'
        )
    assert f"<div>{shown}</div>" in text
    assert 'data-key="1850"' in text
