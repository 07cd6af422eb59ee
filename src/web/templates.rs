//! Pages from templates, each text made safe for HTML.

use std::sync::Arc;

use rust_embed::Embed;
use serde::Serialize;
use tera::{Context, Tera};

use super::{Error, filters};

/// The folder `templates`: read from the disk in debug builds, inside the program in release builds.
#[derive(Embed)]
#[folder = "templates/"]
struct Files;

/// The templates of every page; clones share them.
#[derive(Clone)]
pub struct Templates(Source);

#[derive(Clone)]
enum Source {
    /// Read anew for each page, so that whoever writes a page sees it at once.
    Disk,
    Kept(Arc<Tera>),
}

impl Templates {
    /// The templates that the program came with; fails if one of them is wrong.
    pub fn load() -> Result<Self, tera::Error> {
        let tera = read()?;
        Ok(Self(if cfg!(debug_assertions) { Source::Disk } else { Source::Kept(Arc::new(tera)) }))
    }

    /// Fills the template `name` with `page`.
    pub(super) fn render(&self, name: &str, page: &impl Serialize) -> Result<String, Error> {
        let context = Context::from_serialize(page)?;
        match &self.0 {
            Source::Disk => Ok(read()?.render(name, &context)?),
            Source::Kept(tera) => Ok(tera.render(name, &context)?),
        }
    }

    /// Templates given as pairs of name and text.
    #[cfg(test)]
    pub(super) fn of(templates: &[(&str, &str)]) -> Result<Self, tera::Error> {
        let mut tera = empty();
        tera.add_raw_templates(templates.to_vec())?;
        Ok(Self(Source::Kept(Arc::new(tera))))
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
    let texts = files("", ".html").map(|(name, text)| (name + ".html", text));
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
        Templates::load().unwrap();
    }
}
