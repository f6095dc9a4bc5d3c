"""Tells which kind of questionnaire a file holds, and reads it: our workbook, or another tool's questions."""

import io
import zipfile

from questionnaires.model import Pack

from ..phrases import phrase
from . import ciso_assistant, limesurvey, samm
from .candidates import Found, check_size
from .foreign_yaml import read_documents
from .pack_workbook import Sheet, read_pack_workbook
from .problems import refuse


def read_questionnaire(data: bytes, name: str, pack: Pack) -> Sheet | Found:
    """What a file offers for a pack. What it is, is told by its content. Raises ImportProblems."""
    check_size(data, name)
    if data.startswith(b"PK"):
        if _has_yaml(data):
            return samm.candidates(samm.unpack(data, name))
        return read_pack_workbook(data, name, pack)
    if limesurvey.is_survey(data):
        return limesurvey.candidates(data, name)
    documents = [] if data.lstrip().startswith(b"<") else read_documents(data, name)
    if len(documents) == 1 and ciso_assistant.is_library(documents[0]):
        return ciso_assistant.candidates(documents[0])
    if samm.is_model(documents):
        return samm.candidates(documents)
    raise refuse(
        name,
        phrase("this is no questionnaire that can be read here"),
        phrase(
            "bring a workbook of a questionnaire, a library of CISO Assistant, the model of OWASP SAMM or a"
            " survey of LimeSurvey (.lss)"
        ),
    )


def _has_yaml(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name.endswith((".yml", ".yaml")) for name in archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        # What is wrong with a damaged workbook is told by whoever reads workbooks.
        return False
