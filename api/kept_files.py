"""Handing out a kept file: its bytes are shown or saved, and never run."""

from fastapi import Response

from operations.files.shelf import KeptFile


def file_answer(kept: KeptFile, file_id: str) -> Response:
    """The bytes of a file; pictures are shown in the page, all else is saved."""
    shown = "inline" if kept.media_type.startswith("image/") else "attachment"
    return Response(
        kept.body,
        media_type=kept.media_type,
        headers={
            "content-disposition": f'{shown}; filename="{file_id}{kept.ending}"',
            "content-security-policy": "default-src 'none'; sandbox",
            "x-content-type-options": "nosniff",
            "cache-control": "private, no-store",
        },
    )
