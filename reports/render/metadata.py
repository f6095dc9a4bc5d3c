"""Metadata by which one file says that it is both archivable (PDF/A-3a) and accessible (PDF/UA-1)."""

from collections.abc import Callable
from typing import Any, Final
from xml.etree import ElementTree

VARIANT: Final = "pdf/a-3a"

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_UA: Final = "http://www.aiim.org/pdfua/ns/id/"
# Validators read these prefixes literally.
_PREFIXES: Final = {
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfuaid": _UA,
}
_ACCESSIBLE: Final = f'<r:Description xmlns:r="{_RDF}" xmlns:u="{_UA}" r:about="" u:part="1"/>'
_SCHEMA: Final = f"""
<r:Description xmlns:r="{_RDF}" xmlns:e="{_PREFIXES["pdfaExtension"]}" xmlns:s="{_PREFIXES["pdfaSchema"]}"
 xmlns:p="{_PREFIXES["pdfaProperty"]}" r:about="">
<e:schemas><r:Bag><r:li r:parseType="Resource">
<s:schema>PDF/UA identification</s:schema><s:namespaceURI>{_UA}</s:namespaceURI><s:prefix>pdfuaid</s:prefix>
<s:property><r:Seq><r:li r:parseType="Resource">
<p:name>part</p:name><p:valueType>Integer</p:valueType><p:category>internal</p:category>
<p:description>The part of PDF/UA that this file follows</p:description>
</r:li></r:Seq></s:property>
</r:li></r:Bag></e:schemas>
</r:Description>"""


def declare_accessible(metadata: Any) -> None:
    """Make a document's metadata name PDF/UA-1 beside PDF/A, and describe that property as PDF/A asks."""
    for prefix, namespace in _PREFIXES.items():
        ElementTree.register_namespace(prefix, namespace)
    generate: Callable[..., bytes] = metadata.generate_rdf_metadata

    def both(*arguments: object) -> bytes:
        rdf = ElementTree.fromstring(generate(*arguments))  # noqa: S314 - written by WeasyPrint a line above
        rdf.append(ElementTree.fromstring(_ACCESSIBLE))  # noqa: S314 - a constant of this file
        rdf.append(ElementTree.fromstring(_SCHEMA))  # noqa: S314 - a constant of this file
        written: bytes = ElementTree.tostring(rdf, encoding="utf-8")
        return written

    metadata.generate_rdf_metadata = both
