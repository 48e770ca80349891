"""To whom a stream is bound: the session or the screen behind a request."""

from fastapi import Request

from api.callers import caller_of, visit_of


def holder_of(request: Request) -> str:
    """The session of a person, the device of a screen; in the demo the account itself."""
    visit = visit_of(request.scope)
    if visit is not None and visit.session is not None:
        return f"session:{visit.session.public_id}"
    if visit is not None and visit.device is not None:
        return screen_holder(visit.device.device_id)
    return caller_of(request.scope).actor


def screen_holder(device_id: str) -> str:
    """To whom a stream is bound that is opened for a paired screen."""
    return f"device:{device_id}"
