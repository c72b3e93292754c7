"""Draws the border of certificates, src/hocvien/exchange/typst/frame.png: engraved bands, corner rosettes, a pale rose in the middle.

    python tools/draw_frame.py OUT.png

The result is committed; run it again (it needs Pillow too) only to change the drawing. A4 landscape, in millimetres. A picture of
300 dots an inch and not the drawing itself, because a PDF/A keeps one picture for all its pages but repeats a drawing on each.
"""

import io
import math
import sys
from pathlib import Path

import typst
from PIL import Image

WIDTH, HEIGHT = 297.0, 210.0
RED, GOLD, PALE = "#8e1b1e", "#a37a2c", "#f4ecdb"
STAR, GROUND = "#f0c75a", "#ffffff"
BAND = 13.5  # the middle line of the engraved band, from the edge
SWING = 2.35
CORNER = 13.5


def path(points, colour, width, *, close=False):
    steps = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
    closing = "Z" if close else ""
    return f'<path d="M{steps}{closing}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"/>'


def band(length, waves, phase, swing):
    """One engraved line along a side: a wave whose height swells and falls."""
    steps = int(length * 3)
    for step in range(steps + 1):
        along = step / steps
        swell = 0.72 + 0.28 * math.cos(2 * math.pi * waves * along / 2)
        yield along * length, swing * swell * math.sin(2 * math.pi * waves * along + phase)


def side(start, length, turn, waves):
    """The lines of one side between two corners, turned into place."""
    cos, sin = math.cos(turn), math.sin(turn)
    lines = []
    for number in range(4):
        colour = RED if number % 2 else GOLD
        points = [
            (start[0] + x * cos - y * sin, start[1] + x * sin + y * cos)
            for x, y in band(length, waves, number * math.pi / 2, SWING)
        ]
        lines.append(path(points, colour, 0.2))
    return lines


def rose(centre, inner, outer, petals, turn, colour, width):
    points = []
    for step in range(361):
        angle = 2 * math.pi * step / 360
        radius = inner + (outer - inner) * (0.5 + 0.5 * math.cos(petals * angle + turn))
        points.append((centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)))
    return path(points, colour, width, close=True)


def corner(x, y):
    """A rosette on a plain ground, with the star in its middle."""
    drawn = [
        f'<circle cx="{x}" cy="{y}" r="8.1" fill="{GROUND}" stroke="{RED}" stroke-width="0.5"/>',
        f'<circle cx="{x}" cy="{y}" r="7.4" fill="none" stroke="{GOLD}" stroke-width="0.2"/>',
    ]
    drawn += [rose((x, y), 3.3, 7.1, 12, turn * math.pi / 4, GOLD if turn % 2 else RED, 0.17) for turn in range(8)]
    drawn.append(f'<circle cx="{x}" cy="{y}" r="3.1" fill="{RED}"/>')
    star = []
    for point in range(10):
        radius = 2.3 if point % 2 == 0 else 0.88
        angle = -math.pi / 2 + point * math.pi / 5
        star.append(f"{x + radius * math.cos(angle):.2f},{y + radius * math.sin(angle):.2f}")
    drawn.append(f'<polygon points="{" ".join(star)}" fill="{STAR}"/>')
    return drawn


def frame():
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}mm" height="{HEIGHT}mm" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">'
    ]
    middle = (WIDTH / 2, HEIGHT / 2 + 4)
    drawn += [rose(middle, 20, 66, 16, turn * math.pi / 6, PALE, 0.28) for turn in range(12)]
    drawn += [rose(middle, 8, 24, 10, turn * math.pi / 3, PALE, 0.28) for turn in range(6)]
    for inset, colour, width in ((9.3, RED, 1.3), (10.5, GOLD, 0.25), (16.5, GOLD, 0.25), (17.4, RED, 0.5)):
        drawn.append(
            f'<rect x="{inset}" y="{inset}" width="{WIDTH - 2 * inset:g}" height="{HEIGHT - 2 * inset:g}" '
            f'fill="none" stroke="{colour}" stroke-width="{width}"/>'
        )
    across, down = WIDTH - 2 * CORNER, HEIGHT - 2 * CORNER
    drawn += side((CORNER, BAND), across, 0, 44)
    drawn += side((CORNER, HEIGHT - BAND), across, 0, 44)
    drawn += side((BAND, CORNER), down, math.pi / 2, 30)
    drawn += side((WIDTH - BAND, CORNER), down, math.pi / 2, 30)
    for x in (CORNER, WIDTH - CORNER):
        for y in (CORNER, HEIGHT - CORNER):
            drawn += corner(x, y)
    drawn.append("</svg>\n")
    return "\n".join(drawn)


def palette():
    """Each ink in ten steps toward the white of the paper, so that thin lines keep their colour."""
    colours = [(255, 255, 255)]
    for ink in (RED, GOLD, PALE, STAR):
        full = [int(ink[place : place + 2], 16) for place in (1, 3, 5)]
        colours += [tuple(255 - (255 - part) * step // 12 for part in full) for step in range(3, 13)]
    flat = [part for colour in colours for part in colour]
    image = Image.new("P", (1, 1))
    image.putpalette(flat + flat[:3] * (256 - len(colours)))
    return image


if __name__ == "__main__":
    page = "#set page(width: 297mm, height: 210mm, margin: 0mm)\n#image(bytes(sys.inputs.frame), width: 297mm)"
    drawing = typst.compile(page.encode(), sys_inputs={"frame": frame()}, format="png", ppi=300)
    picture = Image.open(io.BytesIO(drawing)).convert("RGB").quantize(palette=palette(), dither=Image.Dither.NONE)
    picture.save(Path(sys.argv[1]), optimize=True)
