"""Turn a PDF into what an office scanner makes of its print-out: tilted, greyish pages without a text layer."""

from __future__ import annotations

import random
import time
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped, unused-ignore]
from PIL import Image, ImageFilter

_DPI = 150
_PAPER = 246
# Degrees by which successive sheets lie askew on the glass.
_TILTS = (0.7, -0.5, 0.9)
_NOISE_AMPLITUDE = 9
_SEED = 2009


def scan(printed: Path, target: Path, day: date) -> None:
    """Write ``target``, scanned on ``day``, as greyscale JPEG pages of ``printed``; the same input gives the same file."""
    document = pypdfium2.PdfDocument(printed)
    sheets = []
    for number in range(len(document)):
        image = document[number].render(scale=_DPI / 72, grayscale=True).to_pil().convert("L")
        sheets.append(_through_the_glass(image, _TILTS[number % len(_TILTS)]))
    document.close()
    stream = BytesIO()
    clock = time.strptime(f"{day} 12:10", "%Y-%m-%d %H:%M")
    settings = {"resolution": _DPI, "quality": 55, "creationDate": clock, "modDate": clock}
    sheets[0].save(stream, "PDF", save_all=True, append_images=sheets[1:], **settings)
    target.write_bytes(stream.getvalue())


def _through_the_glass(image: Image.Image, tilt: float) -> Image.Image:
    """Tilt, soften and dirty one sheet."""
    turned = image.rotate(tilt, resample=Image.Resampling.BICUBIC, fillcolor=255)
    soft = turned.filter(ImageFilter.GaussianBlur(0.6))
    toned = soft.point(lambda value: 35 + value * (_PAPER - 35) // 255)
    noise = Image.frombytes("L", toned.size, random.Random(_SEED).randbytes(toned.width * toned.height))
    offset = _NOISE_AMPLITUDE
    weak = noise.point(lambda value: value * 2 * offset // 255)
    mixed = [max(0, min(255, base + grain - offset)) for base, grain in zip(toned.tobytes(), weak.tobytes(), strict=True)]
    return Image.frombytes("L", toned.size, bytes(mixed))
