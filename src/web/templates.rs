//! Pages from templates, each text made safe for HTML.

use std::sync::Arc;

use rust_embed::Embed;
use serde::Serialize;
use tera::{Context, Tera};

use super::{Error, filters};
use crate::model::BasePath;

/// The folder `templates`: read from the disk in debug builds, inside the program in release builds.
#[derive(Embed)]
#[folder = "templates/"]
struct Files;

/// The templates of every page; clones share them.
#[derive(Clone)]
pub struct Templates {
    source: Source,
    /// The variable `root` of every template.
    base_path: BasePath,
}

#[derive(Clone)]
enum Source {
    /// Read anew for each page, so that whoever writes a page sees it at once.
    Disk,
    Kept(Arc<Tera>),
}

impl Templates {
    /// The templates that the program came with, for pages of a site below `base_path`; fails if one of them is wrong.
    pub fn load(base_path: BasePath) -> Result<Self, tera::Error> {
        let tera = read()?;
        let source = if cfg!(debug_assertions) { Source::Disk } else { Source::Kept(Arc::new(tera)) };
        Ok(Self { source, base_path })
    }

    /// Fills the template `name` with `page` and `root`, the path that the site's addresses begin with.
    pub(super) fn render(&self, name: &str, page: &impl Serialize) -> Result<String, Error> {
        let mut context = Context::from_serialize(page)?;
        context.insert("root", self.base_path.as_str());
        match &self.source {
            Source::Disk => Ok(read()?.render(name, &context)?),
            Source::Kept(tera) => Ok(tera.render(name, &context)?),
        }
    }

    /// Templates given as pairs of name and text.
    #[cfg(test)]
    pub(super) fn of(templates: &[(&str, &str)]) -> Result<Self, tera::Error> {
        let mut tera = empty();
        tera.add_raw_templates(templates.to_vec())?;
        Ok(Self { source: Source::Kept(Arc::new(tera)), base_path: BasePath::default() })
    }
}

/// Returns the files below `folder` whose names end with `ending`, each with its name without both and its text.
pub(super) fn files(folder: &str, ending: &str) -> impl Iterator<Item = (String, String)> {
    Files::iter().filter_map(move |path| {
        let name = path.strip_prefix(folder)?.strip_suffix(ending)?.to_owned();
        let file = Files::get(&path)?;
        Some((name, String::from_utf8_lossy(&file.data).into_owned()))
    })
}

fn read() -> Result<Tera, tera::Error> {
    let files_of = |ending: &'static str| files("", ending).map(move |(name, text)| (name + ending, text));
    let texts = files_of(".html").chain(files_of(".xml"));
    let mut tera = empty();
    tera.add_raw_templates(texts)?;
    Ok(tera)
}

fn empty() -> Tera {
    let mut tera = Tera::default();
    filters::register(&mut tera);
    tera
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_titles_say_is_text_and_not_html() {
        let templates = Templates::of(&[("page.html", "<p>{{ title }}</p>")]).unwrap();
        let page = templates.render("page.html", &serde_json::json!({ "title": "<script>&\"" })).unwrap();
        assert_eq!(page, "<p>&lt;script&gt;&amp;&quot;</p>");
    }

    #[test]
    fn the_templates_that_the_program_comes_with_are_right() {
        Templates::load(BasePath::default()).unwrap();
    }

    #[test]
    fn templates_begin_every_address_of_the_site_with_its_root() {
        for (name, text) in files("", ".html") {
            for (line, number) in text.lines().zip(1..) {
                for attribute in ["href", "src", "action", "value", "content", "data-to", "data-api"] {
                    assert!(!line.contains(&format!("{attribute}=\"/")), "{name}.html:{number}: {line}");
                }
            }
        }
    }
}
