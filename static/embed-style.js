/**
 * The style sheet of `longwave-player.js`: a bar from 250 by 80 pixels on, and a card where the element has a height
 * of its own and is tall. Colours as in `base.css`.
 */

export const EMBED_STYLE = `
:host {
  --_accent: var(--longwave-accent, light-dark(#0c5a66, #93d3ca));
  --_on-accent: var(--longwave-on-accent, light-dark(#ffffff, #0b2024));
  --raised: light-dark(#fffdf9, #182126);
  --ink: light-dark(#1a2226, #ecebe6);
  --quiet: light-dark(#49535a, #9dabb1);
  --line: light-dark(rgb(26 34 38 / 16%), rgb(220 235 240 / 17%));
  --live: light-dark(#a8281e, #ffab9f);
  container-type: inline-size;
  display: block;
  box-sizing: border-box;
  min-width: 15rem;
  min-height: 5rem;
  color-scheme: light dark;
}

:host([hidden]) { display: none; }
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }

*, *::before, *::after { box-sizing: border-box; }
p { margin: 0; }
[hidden] { display: none !important; }

.player {
  display: grid;
  grid-template-columns: auto minmax(0, 1fr) auto auto;
  align-items: center;
  gap: 0 0.625rem;
  height: 100%;
  min-height: 5rem;
  padding: 0.4375rem;
  border: 1px solid var(--line);
  border-radius: 12px;
  background: var(--raised);
  color: var(--ink);
  font: 400 0.8125rem/1.3 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  text-align: start;
}

.sleeve {
  position: relative;
  width: 4rem;
  aspect-ratio: 1;
  border-radius: 7px;
  overflow: hidden;
}

.sleeve svg, .sleeve img {
  position: absolute;
  inset: 0;
  width: 100%;
  height: 100%;
  object-fit: cover;
}

.sky { fill: light-dark(#dcebe8, #16323a); }
.moon { fill: light-dark(#fdf8ea, #e8e0c6); }
.wave { fill: light-dark(#0c5a66, #3f8f92); }

.words { min-width: 0; }

.title, .byline, .line {
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}

.title { font-size: 0.9375rem; font-weight: 650; letter-spacing: -0.01em; }
[dir="ltr"] [dir="auto"] { text-align: left; }
[dir="rtl"] [dir="auto"] { text-align: right; }
[dir="rtl"] * { letter-spacing: normal; }
.byline { color: var(--quiet); }
.byline:empty { display: none; }

.line { font-size: 0.75rem; }
.live { color: var(--live); font-weight: 650; }
.live:not(:empty)::after { content: " · "; }

.station {
  display: inline-block;
  min-height: 1.5rem;
  line-height: 1.5rem;
  color: var(--_accent);
  text-decoration: none;
}

.station:hover { text-decoration: underline; text-underline-offset: 0.2em; }

.play {
  position: relative;
  display: grid;
  place-items: center;
  width: 2.75rem;
  height: 2.75rem;
  margin-inline-end: 0.25rem;
  padding: 0;
  border: 0;
  border-radius: 50%;
  background: var(--_accent);
  color: var(--_on-accent);
  cursor: pointer;
}

.play svg { width: 1.5rem; height: 1.5rem; fill: currentColor; }
[aria-pressed="true"] .icon-play, [aria-pressed="false"] .icon-pause { display: none; }

.play::after {
  content: "";
  position: absolute;
  inset: -4px;
  border: 2px solid transparent;
  border-top-color: var(--_accent);
  border-radius: 50%;
  opacity: 0;
}

[data-state="connecting"] .play::after, [data-state="lost"] .play::after {
  opacity: 1;
  animation: turn 1.2s linear infinite;
}

@keyframes turn { to { transform: rotate(1turn); } }

:focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; border-radius: 4px; }
.play:focus-visible { border-radius: 50%; }

.volume { display: none; }
.volume input { width: 6rem; height: 2rem; margin: 0; accent-color: var(--_accent); cursor: pointer; }

.unseen {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

@container (min-width: 26rem) {
  .volume { display: block; }
}

/* Only where the page gives the element a height of its own and containment by size, as the frame's page does. */
@container (min-height: 15rem) {
  .player {
    grid-template-columns: minmax(0, 1fr) auto;
    grid-template-rows: minmax(0, 1fr) auto;
    gap: 0.75rem;
    padding: 0.75rem;
  }

  .sleeve {
    grid-column: 1 / -1;
    justify-self: center;
    width: auto;
    max-width: 100%;
    height: 100%;
    border-radius: 10px;
  }

  .title { font-size: 1.0625rem; }
  .volume { display: none; }
}

@media (prefers-reduced-motion: reduce) {
  .play::after { animation: none !important; }
}
`;
