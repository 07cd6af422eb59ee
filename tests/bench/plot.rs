//! Lines in a drawing.

use std::fmt::Write;

/// A name, and points from left to right.
pub(crate) type Line<'a> = (&'a str, Vec<(f64, f64)>);

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 440.0;
const MARGIN: f64 = 60.0;
/// Between the names of two lines, at least.
const LINE_HEIGHT: f64 = 16.0;
const COLOURS: [&str; 4] = ["#0b5fa5", "#888888", "#c2571a", "#2e7d32"];

/// SVG of lines over two logarithmic scales, each from a power of ten to another.
pub(crate) fn logarithmic(below: &str, beside: &str, lines: &[Line<'_>]) -> String {
    let points = || lines.iter().flat_map(|(_, points)| points).filter(|(x, y)| *x > 0.0 && *y > 0.0);
    let (xs, ys) = (decades(points().map(|(x, _)| *x)), decades(points().map(|(_, y)| *y)));
    let along = |value: f64, (low, high): (f64, f64)| (value.log10() - low) / (high - low).max(1.0);
    let x_of = |x: f64| MARGIN + along(x, xs) * (WIDTH - 2.0 * MARGIN);
    let y_of = |y: f64| HEIGHT - MARGIN - along(y, ys) * (HEIGHT - 2.0 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" \
         font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
    );
    let text = |x: f64, y: f64, anchor: &str, text: &str| {
        format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{text}</text>\n")
    };
    let mut grid = String::new();
    for decade in xs.0 as i32..=xs.1 as i32 {
        let x = x_of(10f64.powi(decade));
        let (top, bottom) = (MARGIN, HEIGHT - MARGIN);
        let _ = writeln!(grid, "<path d=\"M{x:.1} {top}V{bottom}\" stroke=\"#ddd\"/>");
        grid += &text(x, bottom + 18.0, "middle", &format!("{}", 10f64.powi(decade)));
    }
    for decade in ys.0 as i32..=ys.1 as i32 {
        let y = y_of(10f64.powi(decade));
        let (left, right) = (MARGIN, WIDTH - MARGIN);
        let _ = writeln!(grid, "<path d=\"M{left} {y:.1}H{right}\" stroke=\"#ddd\"/>");
        grid += &text(left - 8.0, y + 4.0, "end", &format!("{}", 10f64.powi(decade)));
    }
    grid += &text(WIDTH / 2.0, HEIGHT - 14.0, "middle", below);
    grid += &text(MARGIN, MARGIN - 24.0, "start", beside);
    svg += &grid;
    let mut names: Vec<(f64, f64, String)> = Vec::new();
    for ((name, points), colour) in lines.iter().zip(COLOURS.iter().cycle()) {
        let drawn: Vec<_> = points.iter().filter(|(x, y)| *x > 0.0 && *y > 0.0).collect();
        let Some((last_x, last_y)) = drawn.last() else { continue };
        let path: Vec<_> = drawn.iter().map(|(x, y)| format!("{:.1},{:.1}", x_of(*x), y_of(*y))).collect();
        let _ = writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            path.join(" ")
        );
        for (x, y) in &drawn {
            let _ = writeln!(
                svg,
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\" fill=\"{colour}\"/>",
                x_of(*x),
                y_of(*y)
            );
        }
        let x = (x_of(*last_x) + 8.0).min(WIDTH - MARGIN + 4.0);
        names.push((y_of(*last_y) + 4.0, x, format!("<tspan fill=\"{colour}\">{name}</tspan>")));
    }
    // From the top, so that no name is over another.
    names.sort_by(|(one, ..), (other, ..)| one.total_cmp(other));
    let mut least = 0.0;
    for (y, x, name) in names {
        let y = y.max(least);
        least = y + LINE_HEIGHT;
        svg += &text(x, y, "start", &name);
    }
    svg + "</svg>\n"
}

/// The powers of ten around all values.
fn decades(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) =
        values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
    if low > high { (0.0, 1.0) } else { (low.log10().floor(), high.log10().ceil()) }
}
