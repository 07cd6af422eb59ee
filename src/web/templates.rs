//! Pages from templates, each text made safe for HTML.

use std::sync::Arc;

use rust_embed::Embed;
use serde::Serialize;
use tera::{Context, Tera};

use super::Error;

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
        let mut tera = Tera::default();
        tera.add_raw_templates(templates.to_vec())?;
        Ok(Self(Source::Kept(Arc::new(tera))))
    }
}

fn read() -> Result<Tera, tera::Error> {
    // The manual's Markdown is no template.
    let names = Files::iter().filter(|name| name.ends_with(".html"));
    let files = names.filter_map(|name| Some((Files::get(&name)?, name)));
    let texts = files.map(|(file, name)| (name, String::from_utf8_lossy(&file.data).into_owned()));
    let mut tera = Tera::default();
    tera.add_raw_templates(texts)?;
    Ok(tera)
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
