//! Pages from templates, each text made safe for HTML.

use std::sync::{Arc, Mutex, PoisonError};

use actix_web::HttpRequest;
use rust_embed::Embed;
use serde::Serialize;
use tera::{Context, Tera};

use super::languages::{ENGLISH, Languages, PageLanguage, Words};
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
    /// Read anew for each page, so that whoever writes a page sees it at once. Catalogues are kept with their texts,
    /// until one of these is another.
    Disk(Arc<Mutex<KnownCatalogues>>),
    Kept(Arc<Tera>, Languages),
}

/// Catalogues as they were read, with the texts that they were read from.
struct KnownCatalogues {
    texts: Vec<(String, String)>,
    languages: Languages,
}

impl Templates {
    /// The templates that the program came with, for pages of a site below `base_path`; fails if one of them is wrong.
    pub fn load(base_path: BasePath) -> Result<Self, tera::Error> {
        let languages = Languages::read(catalogue_texts().into_iter())?;
        let tera = read(&languages)?;
        let source = if cfg!(debug_assertions) {
            let known = KnownCatalogues { texts: catalogue_texts(), languages };
            Source::Disk(Arc::new(Mutex::new(known)))
        } else {
            Source::Kept(Arc::new(tera), languages)
        };
        Ok(Self { source, base_path })
    }

    /// Fills the template `name` in English with `page` and `root`, the path that the site's addresses begin with.
    pub(super) fn render(&self, name: &str, page: &impl Serialize) -> Result<String, Error> {
        self.fill(ENGLISH, name, page)
    }

    /// Fills a template as [`Self::render`] does, in the language of the response to `request`.
    pub(super) fn render_for(
        &self,
        request: &HttpRequest,
        name: &str,
        page: &impl Serialize,
    ) -> Result<String, Error> {
        let language = PageLanguage::of(request, &self.languages()?);
        self.fill(language.code(), name, page)
    }

    /// Fills a template in `language`.
    pub(super) fn fill(&self, language: &str, name: &str, page: &impl Serialize) -> Result<String, Error> {
        let languages = self.languages()?;
        let tera = match &self.source {
            Source::Disk(_) => Arc::new(read(&languages)?),
            Source::Kept(tera, _) => Arc::clone(tera),
        };
        let mut context = Context::from_serialize(page)?;
        context.insert("root", self.base_path.as_str());
        context.insert("lang", language);
        context.insert("dir", languages.direction(language));
        context.insert("languages", &languages.choices(language));
        Ok(tera.render(name, &context)?)
    }

    /// The languages of the pages.
    pub(super) fn languages(&self) -> Result<Languages, Error> {
        match &self.source {
            Source::Disk(known) => {
                let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
                let texts = catalogue_texts();
                if known.texts != texts {
                    known.languages = Languages::read(texts.clone().into_iter())?;
                    known.texts = texts;
                }
                Ok(known.languages.clone())
            }
            Source::Kept(_, languages) => Ok(languages.clone()),
        }
    }

    /// The English words, for programs.
    pub(super) fn english(&self) -> Result<Words, Error> {
        Ok(Words::english(&self.languages()?))
    }

    /// Templates given as pairs of name and text.
    #[cfg(test)]
    pub(super) fn of(templates: &[(&str, &str)]) -> Result<Self, tera::Error> {
        let languages = Languages::read(catalogue_texts().into_iter())?;
        let mut tera = empty(&languages);
        tera.add_raw_templates(templates.to_vec())?;
        Ok(Self { source: Source::Kept(Arc::new(tera), languages), base_path: BasePath::default() })
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

fn read(languages: &Languages) -> Result<Tera, tera::Error> {
    let files_of = |ending: &'static str| files("", ending).map(move |(name, text)| (name + ending, text));
    let texts = files_of(".html").chain(files_of(".xml"));
    let mut tera = empty(languages);
    tera.add_raw_templates(texts)?;
    Ok(tera)
}

/// Returns the files of the catalogues: the name of each, and its text.
fn catalogue_texts() -> Vec<(String, String)> {
    files("languages/", ".ftl").collect()
}

fn empty(languages: &Languages) -> Tera {
    let mut tera = Tera::default();
    filters::register(&mut tera, languages);
    languages.register(&mut tera);
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
