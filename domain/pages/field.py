"""The phone page, plain HTML at /m with the devices it needs, and pages about the field."""

from dataclasses import replace

from domain.pages.page import Headers, Page, forms

# A photo and a call need the camera, a voice note the microphone, SOS and reports the place.
PHONE = Headers(
    devices=frozenset({"camera", "microphone", "geolocation"}),
    media=("blob:",),
)

# Pages of the desk about people in the field; the phone page itself is drawn by its own script.
FIELDS: tuple[Page, ...] = (
    replace(
        forms(
            "field_broadcasts",
            "/broadcasts",
            "field.broadcasts.see",
            {
                "broadcasts.show_broadcasts": "field.broadcasts.see",
                "broadcasts.draw_form": "field.broadcasts.see",
                "broadcasts.do_broadcasts": "field.broadcasts.see",
            },
            assets=("centre", "net"),
            news=("field_broadcast",),
            tab="广播",
        ),
        is_live=True,  # who has read is counted while somebody looks
    ),
)
