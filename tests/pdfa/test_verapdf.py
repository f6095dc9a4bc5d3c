"""The validator must tell good from bad, or passing it would mean nothing."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
import weasyprint

from tests.pdfa.verapdf import PDFA_3A, PDFUA_1, CannotValidate, explain, validate

pytestmark = pytest.mark.pdfa

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>A page</title>
<meta name="dcterms.created" content="2026-01-02"><meta name="dcterms.modified" content="2026-01-02"></head>
<body><h1>A heading</h1><p>A sentence with a <a href="#end">link</a>.</p>
<table><tr><th scope="col">Department</th><th scope="col">Score</th></tr><tr><td>Sales</td><td>2.4</td></tr></table>
<p><img alt="A red square"
 src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E%3Crect width='9' height='9' fill='%23c00'/%3E%3C/svg%3E"></p>
<h2 id="end">The end</h2></body></html>
"""  # noqa: E501 - the picture is one address

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"
SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
PROPERTY = "http://www.aiim.org/pdfa/ns/property#"
UA = "http://www.aiim.org/pdfua/ns/id/"


def identified_as_accessible(generate: Callable[..., bytes]) -> Callable[..., bytes]:
    """Add to WeasyPrint's metadata the UA identifier, and the description of it that PDF/A asks for."""
    for prefix, namespace in (
        ("pdfaExtension", EXTENSION),
        ("pdfaSchema", SCHEMA),
        ("pdfaProperty", PROPERTY),
        ("pdfuaid", UA),
    ):
        ElementTree.register_namespace(prefix, namespace)

    def wrapped(*arguments: object) -> bytes:
        rdf = ElementTree.fromstring(generate(*arguments))  # noqa: S314 - WeasyPrint's own output
        rdf.append(ElementTree.fromstring(ACCESSIBLE))  # noqa: S314 - a constant
        rdf.append(ElementTree.fromstring(DESCRIBED))  # noqa: S314 - a constant
        return ElementTree.tostring(rdf, encoding="utf-8")

    return wrapped


ACCESSIBLE = f'<r:Description xmlns:r="{RDF}" xmlns:u="{UA}" r:about="" u:part="1"/>'
DESCRIBED = f"""
<r:Description xmlns:r="{RDF}" xmlns:e="{EXTENSION}" xmlns:s="{SCHEMA}" xmlns:p="{PROPERTY}" r:about="">
 <e:schemas><r:Bag><r:li r:parseType="Resource">
  <s:schema>PDF/UA identification</s:schema><s:namespaceURI>{UA}</s:namespaceURI><s:prefix>pdfuaid</s:prefix>
  <s:property><r:Seq><r:li r:parseType="Resource">
   <p:name>part</p:name><p:valueType>Integer</p:valueType><p:category>internal</p:category>
   <p:description>Part of PDF/UA that the file follows</p:description>
  </r:li></r:Seq></s:property>
 </r:li></r:Bag></e:schemas>
</r:Description>"""


def conforming(path: Path, html: str = PAGE) -> Path:
    """Write a file that is PDF/A-3a and PDF/UA-1 at once, with one attachment."""
    document = weasyprint.HTML(string=html).render(pdf_variant="pdf/a-3a")
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    document.metadata.attachments = [
        weasyprint.Attachment(
            string='{"verdict": "ai_lead"}',
            name="results.json",
            relationship="Data",
            created=moment,
            modified=moment,
        )
    ]
    metadata = document.metadata
    metadata.generate_rdf_metadata = identified_as_accessible(metadata.generate_rdf_metadata)
    document.write_pdf(path, pdf_variant="pdf/a-3a")
    return path


def test_a_conforming_file_passes_both_and_its_faulty_twins_fail(tmp_path: Path) -> None:
    good = conforming(tmp_path / "good.pdf")
    skipped = conforming(tmp_path / "skipped.pdf", PAGE.replace("h2", "h3"))
    unknown = conforming(tmp_path / "unknown.pdf", PAGE.replace("A sentence", "A sentence \ue000"))
    plain = tmp_path / "plain.pdf"
    weasyprint.HTML(string=PAGE).write_pdf(plain)

    outcomes = validate([good, skipped, unknown, plain])

    assert not explain({key: found for key, found in outcomes.items() if key[0] == good})
    assert {failure.rule for failure in outcomes[skipped, PDFUA_1]} == {"7.4.2-1"}
    assert outcomes[skipped, PDFA_3A] == []
    assert "6.2.11.8-1" in {failure.rule for failure in outcomes[unknown, PDFA_3A]}
    assert len(outcomes[plain, PDFUA_1]) >= 5
    assert len(outcomes[plain, PDFA_3A]) >= 5
    assert "rule 7.4.2-1, 1×:" in explain(outcomes)


def test_a_file_that_is_no_pdf_is_an_error_and_not_a_pass(tmp_path: Path) -> None:
    text = tmp_path / "text.pdf"
    text.write_text("not a PDF")
    with pytest.raises(CannotValidate, match=r"text\.pdf"):
        validate([text])


def test_an_unknown_flavour_is_an_error_and_not_a_pass(tmp_path: Path) -> None:
    with pytest.raises(CannotValidate, match="9z"):
        validate([conforming(tmp_path / "good.pdf")], ["9z"])
