//! The manual inside the program: `/manual`, `/manual/PAGE`, and a search over all pages.
//!
//! In: the Markdown files of `templates/manual/`. Out: HTML pages that anybody may read.
//! Never: renders HTML that stands in the Markdown, or takes an address that a station uses.

mod markdown;
pub(in crate::web) mod page;
mod search;

use std::sync::Arc;

use rust_embed::Embed;

pub(in crate::web) use markdown::ManualPage;

/// The folder `templates/manual`: read from disk in debug builds, part of the program in release builds.
#[derive(Embed)]
#[folder = "templates/manual/"]
struct Files;

/// The file that is the table of contents, in the name that code browsers show first.
const CONTENTS_FILE: &str = "README.md";
/// The name of the table of contents in addresses.
const CONTENTS: &str = "contents";

/// All pages of the manual; clones share them.
#[derive(Clone)]
pub(in crate::web) struct Manual {
    pages: Arc<Vec<ManualPage>>,
}

impl Manual {
    /// Reads and renders every page: the table of contents first, then the others in its order.
    pub(in crate::web) fn load() -> Self {
        let mut pages: Vec<ManualPage> = Files::iter()
            .filter_map(|file| {
                let name = if file == CONTENTS_FILE { CONTENTS } else { file.strip_suffix(".md")? };
                let text = Files::get(&file)?;
                Some(markdown::render(name, &String::from_utf8_lossy(&text.data)))
            })
            .collect();
        let order = pages.iter().find(|page| page.name == CONTENTS).map(|page| page.linked.clone());
        let order = order.unwrap_or_default();
        pages.sort_by_key(|page| {
            let place = order.iter().position(|name| *name == page.name);
            (page.name != CONTENTS, place.unwrap_or(usize::MAX))
        });
        Self { pages: Arc::new(pages) }
    }

    /// Returns all pages, the table of contents first.
    pub(in crate::web) fn pages(&self) -> &[ManualPage] {
        &self.pages
    }

    /// Returns the page of this name.
    pub(in crate::web) fn page(&self, name: &str) -> Option<&ManualPage> {
        self.pages.iter().find(|page| page.name == name)
    }
}
