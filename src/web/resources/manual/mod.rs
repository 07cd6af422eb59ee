//! The manual inside the program: `/manual`, `/manual/PAGE`, and a search over all pages.
//!
//! In: the Markdown files of `templates/manual/`. Out: HTML pages that anybody may read.
//! Never: renders HTML that stands in the Markdown, or takes an address that a station uses.

mod markdown;
pub(crate) mod page;
mod search;

use std::sync::Arc;

pub(crate) use markdown::ManualPage;

use crate::model::BasePath;
use crate::web::templates;

/// The folder of the manual's files, below that of the templates.
const FOLDER: &str = "manual/";

/// The name in addresses of the table of contents, whose file is `README.md`, which code browsers show first.
const CONTENTS: &str = "contents";

/// All pages of the manual; clones share them.
#[derive(Clone)]
pub(crate) struct Manual {
    pages: Arc<Vec<ManualPage>>,
}

impl Manual {
    /// Reads and renders every page, with links to addresses below `base_path`: the table of contents first, then the others in its order.
    pub(crate) fn load(base_path: &BasePath) -> Self {
        let mut pages: Vec<ManualPage> = templates::files(FOLDER, ".md")
            .map(|(file, text)| {
                let name = if file == "README" { CONTENTS } else { &*file };
                markdown::render(name, &text, base_path)
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
    pub(crate) fn pages(&self) -> &[ManualPage] {
        &self.pages
    }

    /// Returns the page of this name.
    pub(crate) fn page(&self, name: &str) -> Option<&ManualPage> {
        self.pages.iter().find(|page| page.name == name)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Returns the headings of a page, each with the code at the beginning of the rows of its tables.
    pub(crate) fn reference(page: &str) -> Vec<(String, Vec<String>)> {
        let (_, text) = templates::files(FOLDER, ".md").find(|(name, _)| name == page).expect("a page");
        let mut sections: Vec<(String, Vec<String>)> = Vec::new();
        for line in text.lines() {
            if let Some(heading) = line.strip_prefix('#') {
                sections.push((heading.trim_start_matches('#').trim().to_owned(), Vec::new()));
            } else if let Some(row) = line.strip_prefix("| `") {
                let name = row.split('`').next().unwrap_or_default();
                sections.last_mut().expect("a heading").1.push(name.to_owned());
            }
        }
        sections
    }
}
