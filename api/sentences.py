"""Refusals in the reader's language: the sentence of the catalogues where an error names one."""

from contextvars import ContextVar

from api.refusal_words import in_chinese
from domain.errors import FeedError, RefusedError
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

    def field(self, name: str) -> str:
        """What a field is called in Chinese; its own name where it has none."""
        return self._catalogues.words(SOURCE).of("field", name)

    def words(self) -> Words:
        """The words of whoever asks now."""
        return self._catalogues.words(LANGUAGE.get())

    def of(self, error: RefusedError, language: str) -> str:
        """A refusal in a language."""
        return sentence(error, self._catalogues.words(language))


SENTENCES = Sentences()


KEPT_IN = "en"


def kept(error: RefusedError | FeedError) -> FeedError:
    """The same refusal as the quarantine and senders of positions are told it: in one language."""
    if not isinstance(error, RefusedError) or error.says is None:
        return FeedError(error.message, field=error.field)
    return FeedError(SENTENCES.of(error, KEPT_IN), field=error.field)


def worded(code: str, field: str | None, message: str) -> str:
    """What names no sentence, in Chinese."""
    return in_chinese(code, field, message, SENTENCES.field)


def sentence_of(error: RefusedError) -> str:
    """What whoever asked reads: in their language, in Chinese where it has not moved yet."""
    if error.says is None:
        return worded(error.code, error.field, error.message)
    return SENTENCES.of(error, LANGUAGE.get())
