"""Short texts to the phones of people who have no account: reminders of their case.

They go over the same gateway as notices, where its shape is `sms`; without one nobody is texted and
the call list and the printed slip remain (docs/notices.md).
"""

import logging

from domain.errors import NotReadyError
from operations.notices.channels import ANSWER_WITHIN_S, Gateway

log = logging.getLogger("onescreen.notices")
# Which registered template the gateway fills; operators take no text of a person without one.
TEMPLATE = "case_reminder"


class TextMessages:
    """The way to people's phones.

    Args:
        gateway: of the notices; None where none is set.
    """

    def __init__(self, gateway: Gateway | None) -> None:
        self._gateway = gateway if gateway is not None and gateway.shape == "sms" else None

    @property
    def is_at_hand(self) -> bool:
        """Whether there is a gateway that texts."""
        return self._gateway is not None

    async def send(self, phone: str, text: str, text_id: str) -> None:
        """Hand a text over. Neither number nor words are written into a log.

        Args:
            phone: of the person.
            text: what they read.
            text_id: by which the gateway knows it again.

        Raises:
            NotReadyError: there is no gateway, or it has not taken the text.
        """
        import httpx  # with the first text: a twentieth of a second

        gateway = self._gateway
        if gateway is None:
            raise NotReadyError(says="no_texts")
        signed = f"【{gateway.signature}】{text}" if gateway.signature else text
        body = {"phones": [phone], "template": TEMPLATE, "content": signed, "id": text_id}
        try:
            async with gateway.client(ANSWER_WITHIN_S) as client:
                answer = await client.post(httpx.URL(gateway.url), json=body)
        except httpx.HTTPError as error:
            log.warning("a text was not taken: %s", type(error).__name__)
            raise NotReadyError(says="text_not_taken") from error
        if answer.status_code >= 300:
            log.warning("a text was not taken: HTTP %d", answer.status_code)
            raise NotReadyError(says="text_not_taken")
