"""Words in the reader's language: Chinese is the source and the key, as gettext has it.

A catalogue holds translations by message; what it does not hold is said in Chinese. The files are
read by catalogues.py; here is what layouts, callbacks and the edge of the API say words with.
"""

import re
from collections.abc import Iterable, Mapping
from gettext import NullTranslations

from domain.errors import ClassNames, OneScreenError, SaidError, Terms
from domain.own_names import OwnNames

SOURCE = "zh"
LANGUAGES: Mapping[str, str] = {"zh": "zh-CN", "en": "en"}
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_HAN = re.compile(r"[\u3400-\u9fff]")


class Words:
    """The words of one language.

    Args:
        language: `zh` or `en`.
        held: the catalogue.
    """

    def __init__(self, language: str = SOURCE, held: NullTranslations | None = None) -> None:
        self.language = language
        self._own: Mapping[str, str] = {}
        self._classes: Mapping[str, str] = {}
        self._held = held or NullTranslations()

    def __call__(self, message: str, /, **values: object) -> str:
        """A message with its values put in; between two Chinese characters stands no space."""
        if not message:
            return ""
        said = self._own.get(message) or self._held.gettext(message)
        return _BETWEEN_HAN.sub("", said.format(**values)) if values else said

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """A message that differs by number; Chinese needs no more than one form."""
        return self._held.ngettext(one, many, n).format(n=n, **values)

    def of(self, context: str, code: str, /, **values: object) -> str:
        """The sentence of a code, such as that of an error; the code where there is none."""
        own = self._classes.get(code) if context == ClassNames.context else None
        said = own or self._held.pgettext(context, code)
        return said.format(**values) if values else said

    def listed(self, names: Iterable[str]) -> str:
        """Names in a row, as the language separates them."""
        return ("、" if self.language == SOURCE else ", ").join(names)

    def holds(self, message: str) -> bool:
        """Whether there is a translation; of Chinese itself there always is."""
        is_own = self.language == SOURCE or message in self._own
        return is_own or self._held.gettext(message) != message

    def learn(self, own: Mapping[str, str], classes: Mapping[str, str]) -> None:
        """Say a district's own names.

        Args:
            own: each name in this language.
            classes: the names of classes in this language, by code.
        """
        self._own, self._classes = own, classes

    @property
    def tag(self) -> str:
        """The language as HTML names it."""
        return LANGUAGES[self.language]


def sentence(error: OneScreenError, words: Words) -> str:
    """What a refusal says to its reader; its message where it names no sentence."""
    if not isinstance(error, SaidError) or error.says is None:
        return str(error)
    values = {name: _spoken(value, words) for name, value in error.values.items()}
    named = {"name": words.of("field", error.field)} if error.field else {}
    return words.of("error", error.says, **named | values)


def _spoken(value: object, words: Words) -> object:
    if isinstance(value, SaidError):
        return sentence(value, words)
    if not isinstance(value, Terms):
        return value
    return words.listed(words.of(value.context, term) for term in value)


class Catalogues:
    """The words of every language.

    Args:
        held: catalogues by language; Chinese needs none but for codes.
    """

    def __init__(self, held: Mapping[str, NullTranslations] | None = None) -> None:
        found = held or {}
        self._words = {name: Words(name, found.get(name)) for name in LANGUAGES}

    def learn(self, names: OwnNames) -> None:
        """Say a district's own names in every language."""
        for words in self._words.values():
            own_words(words, names)

    def words(self, language: object) -> Words:
        """Those of a language; Chinese for a language nobody speaks here."""
        return self._words.get(str(language), self._words[SOURCE])


def own_words(words: Words, names: OwnNames) -> None:
    """Let the words of a language say a district's own names."""
    named = [one for section in names.values() for one in section.values()]
    is_source = words.language == SOURCE
    words.learn(
        {} if is_source else {one.name: one.english or one.name for one in named},
        {
            code: one.name if is_source else one.english or one.name
            for code, one in names.get(ClassNames.context, {}).items()
        },
    )


def is_han(text: str) -> bool:
    """Whether a text holds Chinese characters."""
    return _HAN.search(text) is not None
