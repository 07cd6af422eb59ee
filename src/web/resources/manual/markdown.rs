//! Markdown to HTML, with the anchors and links of the manual.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

use crate::model::BasePath;

/// Opens a table that is wider than a phone: it scrolls by itself, by touch and by keys.
const TABLE_BEGINS: &str = r#"<div class="scroll" tabindex="0" role="region" aria-label="Table">"#;

/// A page of the manual.
#[derive(Debug, Default)]
pub(crate) struct ManualPage {
    /// Its name in addresses.
    pub(crate) name: String,
    /// Its first heading.
    pub(crate) title: String,
    /// Rendered content.
    pub(crate) html: String,
    /// Its text by heading, for the search.
    pub(super) sections: Vec<Section>,
    /// Names of the pages that it links to, in order.
    pub(crate) linked: Vec<String>,
    /// Anchors on other pages that it links to, as `page#anchor`.
    pub(crate) anchors: Vec<String>,
}

/// A heading and the text below it, up to the next heading.
#[derive(Debug, Default)]
pub(super) struct Section {
    pub(super) heading: String,
    /// The heading's `id` in the page.
    pub(super) anchor: String,
    pub(super) text: String,
}

/// Renders the Markdown of the page `name`, with links to addresses below `base_path`. HTML in it is shown as text.
pub(super) fn render(name: &str, markdown: &str, base_path: &BasePath) -> ManualPage {
    let mut page = ManualPage { name: name.to_owned(), ..ManualPage::default() };
    let mut events: Vec<Event<'_>> = Vec::new();
    let mut heading_at = None;
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match &event {
            Event::Start(Tag::Heading { .. }) => {
                heading_at = Some(events.len());
                page.sections.push(Section::default());
            }
            Event::End(TagEnd::Heading(_)) => {
                let anchor = page.name_last_section();
                if let Some(Event::Start(Tag::Heading { id, .. })) =
                    heading_at.take().and_then(|at| events.get_mut(at))
                {
                    *id = Some(anchor.into());
                }
            }
            Event::Text(text) | Event::Code(text) => page.collect(text, heading_at.is_some()),
            Event::SoftBreak | Event::HardBreak => page.collect(" ", heading_at.is_some()),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::CodeBlock) => {
                page.collect(" ", false);
            }
            _ => {}
        }
        match event {
            Event::Html(text) | Event::InlineHtml(text) => events.push(Event::Text(text)),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = page.address(dest_url, base_path);
                events.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let dest_url = page.address(dest_url, base_path);
                events.push(Event::Start(Tag::Image { link_type, dest_url, title, id }));
            }
            Event::Start(Tag::Table(columns)) => {
                events.push(Event::Html(TABLE_BEGINS.into()));
                events.push(Event::Start(Tag::Table(columns)));
            }
            Event::End(TagEnd::Table) => {
                events.push(Event::End(TagEnd::Table));
                events.push(Event::Html("</div>".into()));
            }
            other => events.push(other),
        }
    }
    page.title = page.sections.first().map(|first| first.heading.clone()).unwrap_or_default();
    html::push_html(&mut page.html, events.into_iter());
    page
}

impl ManualPage {
    /// Adds text to the current heading, or to the text below it.
    fn collect(&mut self, text: &str, is_heading: bool) {
        if let Some(section) = self.sections.last_mut() {
            if is_heading { &mut section.heading } else { &mut section.text }.push_str(text);
        }
    }

    /// Gives the newest section the anchor that code browsers give its heading, and returns it.
    fn name_last_section(&mut self) -> String {
        let Some((last, others)) = self.sections.split_last_mut() else { return String::new() };
        let base = anchor(&last.heading);
        let is_free = |name: &str| others.iter().all(|other| other.anchor != name);
        let numbered = (1..=others.len()).map(|number| format!("{base}-{number}"));
        let anchor = std::iter::once(base.clone()).chain(numbered).find(|name| is_free(name));
        last.anchor = anchor.unwrap_or(base);
        last.anchor.clone()
    }

    /// Returns the address that a link of the Markdown leads to: `other.md#part` is another page of the manual, and
    /// `../../static/` holds the files of pages. Other links stay.
    fn address<'a>(&mut self, link: CowStr<'a>, base_path: &BasePath) -> CowStr<'a> {
        if let Some(file) = link.strip_prefix("../../static/") {
            return format!("{base_path}/static/{file}").into();
        }
        let (file, part) = link.split_once('#').unwrap_or((&link, ""));
        let Some(name) = file.strip_suffix(".md").filter(|name| !name.contains(['/', ':'])) else {
            return link;
        };
        let name = if name == "README" { super::CONTENTS } else { name };
        self.linked.push(name.to_owned());
        if part.is_empty() {
            return format!("{base_path}/manual/{name}").into();
        }
        self.anchors.push(format!("{name}#{part}"));
        format!("{base_path}/manual/{name}#{part}").into()
    }
}

/// Returns the anchor of a heading: lower case, hyphens for spaces, no punctuation.
fn anchor(heading: &str) -> String {
    let letters = heading.trim().chars().flat_map(char::to_lowercase);
    let kept = letters.filter(|letter| letter.is_alphanumeric() || [' ', '-', '_'].contains(letter));
    kept.map(|letter| if letter == ' ' { '-' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(name: &str, markdown: &str) -> ManualPage {
        super::render(name, markdown, &BasePath::default())
    }

    #[test]
    fn links_between_files_become_links_between_pages() {
        let page =
            render("a", "# A\n[b](b.md) [c](c.md#part) [up](README.md) [web](https://radio.example/x.md)");
        for link in ["/manual/b\"", "/manual/c#part\"", "/manual/contents\"", "https://radio.example/x.md\""]
        {
            assert!(page.html.contains(&format!("href=\"{link}")), "{link} in {}", page.html);
        }
        assert_eq!(page.linked, ["b", "c", "contents"]);
        assert_eq!(page.anchors, ["c#part"]);
        let below = super::render("a", "[b](b.md)", &BasePath::new("/radio"));
        assert!(below.html.contains("href=\"/radio/manual/b\""), "{}", below.html);
        let picture = render("a", "![x](../../static/x.webp)").html;
        assert!(picture.contains("src=\"/static/x.webp\""), "{picture}");
    }

    #[test]
    fn headings_have_the_anchors_of_code_browsers() {
        let page = render("a", "# One & `two`\n\n## Part\n\ntext\n\n## Part\n");
        assert_eq!(page.title, "One & two");
        let anchors: Vec<_> = page.sections.iter().map(|section| &*section.anchor).collect();
        assert_eq!(anchors, ["one--two", "part", "part-1"]);
        assert!(page.html.contains("<h2 id=\"part-1\">Part</h2>"), "{}", page.html);
    }

    #[test]
    fn html_in_the_markdown_is_text() {
        let page = render("a", "# A\n\n<script>x</script>\n\na <b>c</b> `<i>`\n");
        assert!(!page.html.contains("<script") && !page.html.contains("<b>") && !page.html.contains("<i>"));
        assert!(page.html.contains("&lt;script&gt;"), "{}", page.html);
    }

    #[test]
    fn a_table_scrolls_by_itself() {
        let html = render("a", "| a | b |\n|---|---|\n| 1 | 2 |\n").html;
        assert!(html.starts_with(TABLE_BEGINS) && html.trim_end().ends_with("</table>\n</div>"), "{html}");
    }
}
