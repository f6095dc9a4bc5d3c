"""Questions of OWASP SAMM: documents of ``type: Question`` that name a document of ``type: AnswerSet``.

The model keeps each in a file of its own; here they come as one archive, or as one file of many documents.
The ``value`` of an answer is its score.
"""

import io
import zipfile
import zlib
from typing import Any, Final

from ..phrases import phrase
from .candidates import Found, words
from .foreign_yaml import entries, mapping, read_documents, score
from .problems import refuse

MOST_FILES: Final = 2_000
MOST_UNPACKED: Final = 20 * 1024 * 1024
LANGUAGE: Final = "en"
"""The language of the model's own files."""


def is_model(documents: list[Any]) -> bool:
    """Whether documents are of the model."""
    return any(mapping(document).get("type") == "Question" for document in documents)


def unpack(data: bytes, name: str) -> list[Any]:
    """The YAML documents in an archive of the model. Raises ImportProblems, also for a bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [item for item in archive.infolist() if item.filename.endswith((".yml", ".yaml"))]
            size = sum(item.file_size for item in members)
            if len(members) > MOST_FILES or size > MOST_UNPACKED:
                message = phrase("the archive is larger than the model: {n} files", n=len(members))
                raise refuse(name, message, phrase("pack only the folders questions and answer_sets"))
            # zipfile reads no more of a member than its entry declares.
            texts = [(item.filename, archive.read(item)) for item in members]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise refuse(name, phrase("the archive is damaged"), phrase("pack it anew")) from error
    return [document for file, text in texts for document in read_documents(text, file[-60:])]


def candidates(documents: list[Any]) -> Found:
    """The questions of the model with their answer sets, and what of it cannot be taken."""
    found = Found("OWASP SAMM")
    items = [mapping(document) for document in documents]
    sets = {words(item.get("id")): item for item in items if item.get("type") == "AnswerSet"}
    for item in items:
        if item.get("type") == "Question":
            _read(found, item, sets)
    return found


def _read(found: Found, item: dict[str, Any], sets: dict[str, dict[str, Any]]) -> None:
    text = words(item.get("text"))
    answers = sets.get(words(item.get("answerSet")))
    if answers is None:
        found.leave(text, phrase("the file has no answer set for it: add the folder answer_sets"))
        return
    values = entries(answers.get("values"))
    options = [(score(one.get("value")), {LANGUAGE: words(one.get("text"))}) for one in values]
    found.offer(words(item.get("id")), {LANGUAGE: text}, options)
