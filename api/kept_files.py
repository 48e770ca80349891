"""Handing out a kept file: its bytes are shown or saved, and never run."""

from starlette.responses import FileResponse

from operations.files.shelf import KeptFile


def file_answer(kept: KeptFile, file_id: str) -> FileResponse:
    """The bytes of a file, or the range of them that is asked for: a film can be sought in.

    Pictures are shown in the page, all else is saved: a browser draws no PDF in a sandbox, and
    outside of one its scripts and links would be the reader's.
    """
    return FileResponse(
        kept.path,
        filename=f"{file_id}{kept.ending}",
        content_disposition_type="inline" if kept.media_type.startswith("image/") else "attachment",
        media_type=kept.media_type,
        stat_result=kept.stat,
        headers={
            "content-security-policy": "default-src 'none'; sandbox",
            "x-content-type-options": "nosniff",
            "cache-control": "private, no-store",
        },
    )
