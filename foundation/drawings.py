"""Photographs and scans that people hand in: PNG and JPEG, read part by part, so that nothing else comes along with them.

What a camera writes beside the picture (where it was taken, when, with what) is left out. Public: `drawing`, `KINDS`.
"""

import struct
import zlib

KINDS = {"png": "image/png", "jpg": "image/jpeg"}
PNG = b"\x89PNG\r\n\x1a\n"
PNG_PARTS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"cHRM", b"pHYs"}
JPEG_LONE = {0x01, *range(0xD0, 0xD8)}
# Application parts are left out, but for those that say how the colours are kept; comments are.
JPEG_LEFT_OUT = {*range(0xE1, 0xEE), 0xEF, 0xFE}


def drawing(content: bytes) -> tuple[str, bytes] | None:
    """The kind of picture and its bytes without anything beside the picture; None for what is no sound picture."""
    try:
        if content.startswith(PNG):
            return "png", _png(content)
        if content.startswith(b"\xff\xd8\xff"):
            return "jpg", _jpeg(content)
    except (struct.error, IndexError, ValueError):
        return None
    return None


def _png(content: bytes) -> bytes:
    kept, at = [PNG], len(PNG)
    while True:
        (length,) = struct.unpack_from(">I", content, at)
        name, end = content[at + 4 : at + 8], at + 12 + length
        part = content[at + 4 : end - 4]
        if end > len(content) or struct.unpack_from(">I", content, end - 4)[0] != zlib.crc32(part):
            raise ValueError("damaged")
        if (at == len(PNG)) != (name == b"IHDR"):
            raise ValueError("begins otherwise")
        if name in PNG_PARTS:
            kept.append(content[at:end])
        if name == b"IEND":
            return b"".join(kept)  # whatever follows the end is no part of the picture
        at = end


def _jpeg(content: bytes) -> bytes:
    kept, at, seen = [content[:2]], 2, False
    while True:
        if content[at] != 0xFF:
            raise ValueError("no part begins here")
        mark = content[at + 1]
        if mark == 0xD9:
            if not seen:
                raise ValueError("there is no picture in it")
            return b"".join([*kept, b"\xff\xd9"])
        if mark in JPEG_LONE or mark == 0xFF:
            at += 1 if mark == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        if length < 2 or end > len(content):
            raise ValueError("damaged")
        if mark == 0xDA:
            seen, end = True, _end_of_scan(content, end)
        if mark not in JPEG_LEFT_OUT:
            kept.append(content[at:end])
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the lines of the picture end: at the next mark that is neither a stuffed byte nor a restart."""
    while True:
        at = content.index(b"\xff", at)
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2
