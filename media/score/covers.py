"""Covers: one abstract drawing per piece, as SVG, turned into PNG or JPEG."""

import math
import random

from .audio import ffmpeg

SIZE = 480


def svg(body, defs=""):
    """Wrap a drawing into an SVG document."""
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}" height="{SIZE}" '
            f'viewBox="0 0 {SIZE} {SIZE}"><defs>{defs}</defs>{body}</svg>')


def fade(name, *stops, across=False, radial=False):
    """Return a gradient; stops are (offset, colour, opacity)."""
    inner = "".join(f'<stop offset="{o}" stop-color="{c}" stop-opacity="{a}"/>' for o, c, a in stops)
    if radial:
        return f'<radialGradient id="{name}">{inner}</radialGradient>'
    turn = 'x2="1" y2="0"' if across else 'x2="0" y2="1"'
    return f'<linearGradient id="{name}" x1="0" y1="0" {turn}>{inner}</linearGradient>'


def rect(x, y, w, h, fill, extra=""):
    """Return a rectangle."""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="{fill}" {extra}/>'


def disc(x, y, r, fill, extra=""):
    """Return a circle."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{fill}" {extra}/>'


def shape(points, fill, extra=""):
    """Return a polygon."""
    text = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polygon points="{text}" fill="{fill}" {extra}/>'


def ridge(height, waves, fill, extra=""):
    """Return land or water below a sum of sine waves (size, length, phase)."""
    points = [(x, height + sum(a * math.sin(x / l + p) for a, l, p in waves))
              for x in range(0, SIZE + 1, 6)]
    return shape([(0, SIZE)] + points + [(SIZE, SIZE)], fill, extra)


def harbour_lights():
    """Lamps along a dark quay and their long reflections."""
    dice = random.Random(11)
    colours = ["#ffd27a", "#ff9e5e", "#fff0c2", "#ff6f61", "#8fe3d0"]
    defs = fade("sky", (0, "#0b1033", 1), (0.6, "#243a6b", 1), (1, "#d9826b", 1))
    defs += fade("sea", (0, "#33406f", 1), (0.35, "#14224d", 1), (1, "#060a22", 1))
    body = rect(0, 0, SIZE, 262, "url(#sky)") + rect(0, 260, SIZE, 220, "url(#sea)")
    defs += f'<mask id="bite">{rect(300, 40, 110, 110, "white")}{disc(367, 87, 34, "black")}</mask>'
    body += disc(352, 96, 38, "#fbe9c6", 'mask="url(#bite)"')
    x = 0
    while x < SIZE:
        wide, high = dice.choice((26, 34, 44, 58)), dice.randint(14, 70)
        body += rect(x, 262 - high, wide + 1, high, "#0a0f2c")
        x += wide
    for index in range(17):
        x, colour = 14 + index * 28.4 + dice.uniform(-8, 8), dice.choice(colours)
        defs += fade(f"g{index}", (0, colour, 0.85), (1, colour, 0), radial=True)
        y, long = 252 - dice.uniform(0, 34), dice.uniform(60, 190)
        body += disc(x, y, 22, f"url(#g{index})") + disc(x, y, 3.6, "#fffbe8")
        step = 268.0
        while step < 268 + long:
            part = 1 - (step - 268) / long
            wide = 5 + 14 * (1 - part) * dice.uniform(0.5, 1.2)
            body += rect(x - wide / 2 + dice.uniform(-2, 2), step, wide, 2.6, colour,
                         f'rx="1.3" opacity="{0.12 + 0.75 * part:.2f}"')
            step += 6.5
    return svg(body, defs)


def boat(x, y, s, tilt, light, mid, dark):
    """Return a folded paper boat."""
    parts = (shape([(-60, 0), (60, 0), (36, 34), (-36, 34)], mid) +
             shape([(-60, 0), (0, 0), (-36, 34)], light) + shape([(60, 0), (0, 0), (36, 34)], dark) +
             shape([(0, -58), (0, 0), (-30, 0)], light) + shape([(0, -58), (0, 0), (30, 0)], dark))
    return f'<g transform="translate({x} {y}) rotate({tilt}) scale({s})">{parts}</g>'


def paper_boats():
    """Three folded boats between flat layers of water."""
    body = rect(0, 0, SIZE, SIZE, "#f6ecd9") + disc(130, 132, 66, "#f2b98b")
    body += disc(130, 132, 92, "none", 'stroke="#f2b98b" stroke-width="2" opacity="0.6"')
    body += ridge(250, [(10, 60, 0.4), (5, 23, 1)], "#a9d3cf")
    body += boat(330, 252, 0.7, -5, "#fffdf7", "#f3e3cf", "#dcc3a8")
    body += ridge(292, [(12, 74, 2.2), (4, 29, 0)], "#74b3b8")
    body += boat(150, 306, 1.15, 6, "#fffaf0", "#f7c9b0", "#e58f72")
    body += ridge(340, [(13, 66, 4.1), (4, 21, 2)], "#3f8a9a")
    body += boat(352, 362, 0.95, -8, "#fdf6e3", "#f2d88f", "#d9a94f")
    body += ridge(396, [(12, 80, 0.9), (5, 31, 1)], "#26627a")
    body += ridge(440, [(9, 58, 3.0), (4, 19, 2)], "#17405a")
    return svg(body)


def tail_lights():
    """A night road: two streams of light bending to the horizon."""
    dice = random.Random(7)
    defs = fade("sky", (0, "#12052e", 1), (0.55, "#5a1a78", 1), (0.85, "#e2477e", 1), (1, "#ffb469", 1))
    defs += fade("sun", (0, "#fff1a8", 1), (1, "#ff5d8f", 1)) + fade("road", (0, "#32104f", 1), (1, "#0a0318", 1))
    body = rect(0, 0, SIZE, 260, "url(#sky)")
    for _ in range(70):
        body += disc(dice.uniform(0, SIZE), dice.uniform(0, 150), dice.uniform(0.5, 1.5), "#ffffff",
                     f'opacity="{dice.uniform(0.3, 0.9):.2f}"')
    body += disc(240, 214, 84, "url(#sun)")
    hills = [(0, 260), (0, 214), (54, 190), (96, 222), (150, 204), (204, 244), (262, 236), (318, 246),
             (362, 200), (410, 226), (452, 186), (SIZE, 212), (SIZE, 260)]
    body += shape(hills, "#2a0c49") + rect(0, 256, SIZE, 224, "url(#road)")
    for index in range(26):
        red = index % 2 == 0
        at = (250 + 12 * (index // 2)) if red else (226 - 12 * (index // 2))
        end = 240 + (at - 240) * 3.4 + dice.uniform(-14, 14)
        colour = dice.choice(("#ff2e63", "#ff5470", "#ff8a5c") if red else ("#ffe9c9", "#9fe8ff", "#fff"))
        near_x = 240 + (at - 240) * 0.06
        body += (f'<path d="M{near_x:.1f} 257 C{near_x + (at - 240) * 0.3:.1f} 300 {at:.1f} 380 {end:.1f} 482" '
                 f'fill="none" stroke="{colour}" stroke-width="{dice.uniform(0.8, 3.6):.1f}" '
                 f'opacity="{dice.uniform(0.45, 0.95):.2f}"/>')
    return svg(body, defs)


def over_angarna():
    """Layers of meadow under a pale sun, with flowers in front."""
    dice = random.Random(23)
    defs = fade("sky", (0, "#bfe0e8", 1), (1, "#fdf3d8", 1))
    body = rect(0, 0, SIZE, SIZE, "url(#sky)") + disc(318, 128, 50, "#fffbe6")
    body += disc(318, 128, 78, "#fffbe6", 'opacity="0.4"')
    greens = ["#c5d9b0", "#a5c58d", "#7fab6b", "#568f54", "#36703f", "#1f4f30"]
    for index, colour in enumerate(greens):
        waves = [(22 - 2 * index, 90 + 14 * (index % 3), index * 1.7), (7, 37, index * 2.3)]
        body += ridge(222 + index * 44, waves, colour)
    for x, y, s in ((110, 92, 1), (142, 110, 0.7), (84, 118, 0.6), (178, 84, 0.55)):
        body += (f'<path d="M{x - 16 * s} {y} q{8 * s} {-10 * s} {16 * s} 0 q{8 * s} {-10 * s} {16 * s} 0" '
                 f'fill="none" stroke="#4b6470" stroke-width="{2.2 * s + 0.6}" stroke-linecap="round"/>')
    for _ in range(90):
        y = dice.uniform(392, 478)
        size = 2 + (y - 392) / 24
        colour = dice.choice(("#f7d154", "#ffffff", "#e8707a", "#b58be0", "#f7d154"))
        x = dice.uniform(0, SIZE)
        body += f'<path d="M{x:.0f} {y:.0f} v{size * 4:.0f}" stroke="#173d25" stroke-width="1.2"/>'
        body += disc(x, y, size, colour) + disc(x, y, size * 0.35, "#7a5a1e")
    return svg(body, defs)


def copper_parasol():
    """A striped parasol from above on a tiled terrace."""
    tones = ["#b5562b", "#f4d9b5", "#cf7a3f", "#f0c48f"]
    body = rect(0, 0, SIZE, SIZE, "#1f7a7a")
    for row in range(9):
        for column in range(9):
            x, y = column * 60 - 30, row * 60 - 30
            body += shape([(x, y + 30), (x + 30, y), (x + 60, y + 30), (x + 30, y + 60)],
                          "#2a8f8b" if (row + column) % 2 else "#19696c")
            body += disc(x + 30, y + 30, 5, "#f4d9b5", 'opacity="0.55"')
    body += disc(270, 278, 176, "#0b3a40", 'opacity="0.45"')
    for index in range(16):
        a, b = math.tau * index / 16 + 0.1, math.tau * (index + 1) / 16 + 0.1
        edge = lambda t, r: (232 + r * math.cos(t), 230 + r * math.sin(t))
        (x1, y1), (x2, y2), (mx, my) = edge(a, 182), edge(b, 182), edge((a + b) / 2, 168)
        body += (f'<path d="M232 230 L{x1:.1f} {y1:.1f} Q{mx:.1f} {my:.1f} {x2:.1f} {y2:.1f} Z" '
                 f'fill="{tones[index % 2 * 1 + (2 if index % 4 > 1 else 0)]}"/>')
        body += shape([(232, 230), edge(a, 176), edge(a + 0.11, 172)], "#5a2412", 'opacity="0.18"')
    body += disc(232, 230, 60, "none", 'stroke="#7c3418" stroke-width="2" opacity="0.5"')
    body += disc(232, 230, 120, "none", 'stroke="#7c3418" stroke-width="2" opacity="0.35"')
    return svg(body + disc(232, 230, 11, "#5a2412") + disc(229, 227, 5, "#f0c48f"))


def ticket_booth():
    """Rays, an awning and a torn ticket in three bold colours."""
    body = rect(0, 0, SIZE, SIZE, "#f2b632")
    for index in range(0, 24, 2):
        a, b = math.tau * index / 24, math.tau * (index + 1) / 24
        body += shape([(240, 300), (240 + 520 * math.cos(a), 300 + 520 * math.sin(a)),
                       (240 + 520 * math.cos(b), 300 + 520 * math.sin(b))], "#ee9b22")
    for index in range(8):
        colour = "#c8321f" if index % 2 == 0 else "#fbf0d9"
        body += rect(index * 60, 0, 60, 70, colour) + disc(index * 60 + 30, 70, 30, colour)
    holes = "".join(disc(x, y, 15, "black") for x in (96, 384) for y in (232, 280, 328, 376))
    defs = f'<mask id="cut">{rect(96, 210, 288, 188, "white")}{holes}</mask>'
    ticket = rect(90, 200, 300, 200, "#1d2a44") + rect(128, 228, 224, 152, "none",
                                                       'stroke="#fbf0d9" stroke-width="4"')
    for index, high in enumerate((34, 62, 96, 118, 84, 104, 58, 76, 40)):
        ticket += rect(149 + index * 21, 304 - high / 2, 12, high,
                       ("#f2b632", "#fbf0d9", "#e4572e")[index % 3], 'rx="6"')
    shade = f'<g transform="rotate(-9 240 304) translate(10 12)" opacity="0.35">' \
            f'<g mask="url(#cut)">{rect(90, 200, 300, 200, "#7a3b0c")}</g></g>'
    return svg(body + shade + f'<g transform="rotate(-9 240 304)"><g mask="url(#cut)">{ticket}</g></g>', defs)


def draw(name, suffix, work):
    """Draw a cover and return the path of the picture."""
    source, target = work / "cover.svg", work / f"cover{suffix}"
    source.write_text(globals()[name](), encoding="utf-8")
    flat = ["-pix_fmt", "rgb24", "-compression_level", 9, "-pred", "mixed"]
    soft = ["-pix_fmt", "yuvj420p", "-q:v", 3]
    ffmpeg("-i", source, "-frames:v", 1, "-fflags", "+bitexact", "-flags:v", "+bitexact",
           *(flat if suffix == ".png" else soft), target)
    return target
