"""Checklists and run cards as the server keeps them: read by the same rules, in memory."""

from collections.abc import Callable
from typing import Any

from fastapi.responses import JSONResponse

from api.sentences import sentence_of
from domain.dispatch.run_card_edits import RunCardMistakesError, read_cards
from domain.dispatch.run_cards import PLAIN_CARDS
from domain.incidents.checklists import ChecklistMistakesError, first_version, read_items, to_state
from domain.incidents.incidents import IncidentClass
from operations.dispatch.recommendations import cards_body

Answer = Callable[[Any], Any]


class RulesApi:
    """Every version of each checklist and of the run cards; `actor` writes the next one."""

    def __init__(self) -> None:
        self.actor = "zhang"
        self.cards = [PLAIN_CARDS]
        self.lists: dict[str, list[list[dict[str, Any]]]] = {
            word.value: [to_state(first_version(word))] for word in IncidentClass
        }

    def find(self, method: str, parts: list[str]) -> Answer | None:
        """What answers, None where this is somebody else's path."""
        match (method, *parts):
            case ("GET", "checklists", name):
                return lambda _: self._list(name)
            case ("GET", "checklists", name, "versions"):
                return lambda _: {"items": self._versions(len(self.lists[name]))}
            case ("PUT", "checklists", name):
                return lambda body: self._write_list(name, body)
            case ("GET", "run-cards"):
                return lambda _: cards_body(len(self.cards), self.cards[-1])
            case ("GET", "run-cards", "versions"):
                return lambda _: {"items": self._versions(len(self.cards))}
            case ("PUT", "run-cards"):
                return self._write_cards
        return None

    def _list(self, name: str) -> dict[str, Any]:
        return {"class": name, "version": len(self.lists[name]), "items": self.lists[name][-1]}

    def _versions(self, newest: int) -> list[dict[str, Any]]:
        at = "2026-11-22T09:00:00+08:00"
        later = [{"version": one, "at": at, "actor": self.actor} for one in range(newest, 1, -1)]
        return [*later, {"version": 1, "at": None, "actor": "onescreen"}]

    def _write_list(self, name: str, body: dict[str, Any]) -> Any:
        if body["version"] != len(self.lists[name]):
            return _stale(f"清单已被改到第 {len(self.lists[name])} 版；请刷新后在新版上修改。")
        try:
            self.lists[name].append(to_state(read_items(body["items"], IncidentClass(name))))
        except ChecklistMistakesError as error:
            return _wrong(sentence_of(error), [one.body(sentence_of) for one in error.mistakes])
        return self._list(name)

    def _write_cards(self, body: dict[str, Any]) -> Any:
        if body["version"] != len(self.cards):
            return _stale(f"预案已被改到第 {len(self.cards)} 版；请刷新后在新版上修改。")
        try:
            self.cards.append(read_cards(body["items"]))
        except RunCardMistakesError as error:
            return _wrong(sentence_of(error), [one.body(sentence_of) for one in error.mistakes])
        return cards_body(len(self.cards), self.cards[-1])


def _stale(message: str) -> JSONResponse:
    return JSONResponse(
        {"error": {"code": "conflict", "field": "version", "message": message}}, 409
    )


def _wrong(message: str, rows: list[dict[str, Any]]) -> JSONResponse:
    error = {"code": "invalid", "field": "items", "message": message}
    return JSONResponse({"error": error, "rows": rows}, 422)
