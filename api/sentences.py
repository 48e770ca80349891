"""Refusals in the reader's language: the sentence of the catalogues where an error names one."""

from contextvars import ContextVar

from domain.errors import FeedError, SaidError
from domain.words import SOURCE, Catalogues, Words, sentence

# Set by the gate for every request and socket.
LANGUAGE: ContextVar[str] = ContextVar("onescreen_language", default=SOURCE)


class Sentences:
    """The catalogues refusals are said from; given once, at the start."""

    def __init__(self) -> None:
        self._catalogues = Catalogues()

    def learn(self, catalogues: Catalogues) -> None:
        """Say refusals from these."""
        self._catalogues = catalogues

    def in_language(self, language: str) -> Words:
        """The words of a language."""
        return self._catalogues.words(language)

    def words(self) -> Words:
        """The words of whoever asks now."""
        return self._catalogues.words(LANGUAGE.get())

    def of(self, error: SaidError, language: str) -> str:
        """A refusal in a language."""
        return sentence(error, self._catalogues.words(language))


SENTENCES = Sentences()


KEPT_IN = "en"


def kept(error: SaidError) -> FeedError:
    """The same refusal as the quarantine and senders of positions are told it: in one language."""
    return FeedError(error.detail or SENTENCES.of(error, KEPT_IN), field=error.field)


def said(code: str, **values: object) -> str:
    """The sentence of a code in the language of whoever asks now."""
    return SENTENCES.words().of("error", code, **values)


def sentence_of(error: SaidError) -> str:
    """What whoever asked reads, in their language."""
    return SENTENCES.of(error, LANGUAGE.get())
