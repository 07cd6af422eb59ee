//! Branding of stations.

use bytes::Bytes;
use rusqlite::types::Type;
use rusqlite::{OptionalExtension as _, Row};

use super::{Error, Store};
use crate::model::{Branding, Colour, CoverId, Logo, LogoForm};

/// A row of this has what [`of_row`] reads.
pub(super) const STATIONS: &str = "SELECT station.*, logo.id AS logo, media_type, width, height
    FROM station LEFT JOIN logo ON logo.station = slug";

/// Reads a station's branding from a row.
pub(super) fn of_row(row: &Row<'_>) -> rusqlite::Result<Branding> {
    let colour = row.get::<_, Option<String>>("colour")?.map(|colour| colour.parse::<Colour>()).transpose();
    let colour = colour.map_err(|error| unread(row, "colour", error))?;
    let Some(id) = row.get("logo")? else { return Ok(Branding { colour, logo: None }) };
    let media_type: String = row.get("media_type")?;
    let form = LogoForm::ALL.into_iter().find(|form| form.media_type() == media_type);
    let form = form.ok_or_else(|| unread(row, "media_type", media_type))?;
    let (width, height) = (row.get("width")?, row.get("height")?);
    Ok(Branding { colour, logo: Some(Logo { id: CoverId(id), form, width, height }) })
}

fn unread(
    row: &Row<'_>,
    column: &str,
    what: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> rusqlite::Error {
    let place = row.as_ref().column_index(column).unwrap_or_default();
    rusqlite::Error::FromSqlConversionFailure(place, Type::Text, what.into())
}

impl Store {
    /// Gives a station's pages another colour, or the usual one.
    pub fn set_colour(&self, slug: &str, colour: Option<Colour>) -> Result<(), Error> {
        self.set_of_station(slug, "colour", colour.map(|colour| colour.to_string()))
    }

    /// Gives a station a logo, in place of the one it had.
    pub fn set_logo(&self, slug: &str, logo: &Logo, image: &[u8]) -> Result<(), Error> {
        // Nothing is given to a station that is being removed.
        let sql = "INSERT INTO logo (station, id, media_type, width, height, image)
            SELECT slug, ?2, ?3, ?4, ?5, ?6 FROM station WHERE slug = ?1 AND NOT is_leaving
            ON CONFLICT (station) DO UPDATE SET id = excluded.id, media_type = excluded.media_type,
                width = excluded.width, height = excluded.height, image = excluded.image";
        let values = (slug, &logo.id.0, logo.form.media_type(), logo.width, logo.height, image);
        match self.ask(|connection| connection.execute(sql, values))? {
            0 => Err(Error::NoStation(slug.to_owned())),
            _ => Ok(()),
        }
    }

    /// Takes a station's logo away; false if it has none.
    pub fn remove_logo(&self, slug: &str) -> Result<bool, Error> {
        let sql = "DELETE FROM logo WHERE station = ?1";
        Ok(self.ask(|connection| connection.execute(sql, [slug]))? > 0)
    }

    /// The picture of a station's logo, if that still is the one called `id`.
    pub fn logo(&self, slug: &str, id: &CoverId) -> Result<Option<Bytes>, Error> {
        let sql = "SELECT image FROM logo WHERE station = ?1 AND id = ?2";
        let image = self.ask(|connection| {
            let found =
                connection.prepare_cached(sql)?.query_row((slug, &id.0), |row| row.get::<_, Vec<u8>>(0));
            found.optional()
        })?;
        Ok(image.map(Bytes::from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{NewStation, Password};

    fn logo(id: &str, form: LogoForm) -> Logo {
        Logo { id: CoverId(id.to_owned()), form, width: 40, height: 30 }
    }

    #[test]
    fn a_look_is_kept_and_goes_with_its_station() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let jazz = NewStation { slug: "jazz".to_owned(), name: "Jazz".to_owned(), ..NewStation::default() };
        let add = || store.add_station(&jazz, &Password::new("secret").unwrap()).unwrap();
        add();
        let look = || store.station("jazz").unwrap().look;
        assert_eq!(look(), Branding::default());
        let id = |id: &str| CoverId(id.to_owned());

        store.set_colour("jazz", Some("#FFcc00".parse().unwrap())).unwrap();
        store.set_logo("jazz", &logo("1", LogoForm::Jpeg), b"first").unwrap();
        store.set_logo("jazz", &logo("2", LogoForm::Png), b"second").unwrap();
        let expected =
            Branding { colour: Some("#ffcc00".parse().unwrap()), logo: Some(logo("2", LogoForm::Png)) };
        assert_eq!(look(), expected);
        let of_all: Vec<_> = store.stations().unwrap().into_iter().map(|known| known.look).collect();
        assert_eq!(of_all.iter().filter(|known| **known == expected).count(), 1);
        assert_eq!(of_all.iter().filter(|known| **known == Branding::default()).count(), 1, "main has none");
        assert_eq!(store.logo("jazz", &id("1")).unwrap(), None, "it was replaced");
        assert_eq!(store.logo("main", &id("2")).unwrap(), None, "it is another station's");
        assert_eq!(store.logo("jazz", &id("2")).unwrap(), Some(Bytes::from_static(b"second")));

        assert!(store.remove_logo("jazz").unwrap() && !store.remove_logo("jazz").unwrap());
        store.set_colour("jazz", None).unwrap();
        assert_eq!(look(), Branding::default());

        store.set_logo("jazz", &logo("3", LogoForm::Png), b"third").unwrap();
        store.remove_station("jazz").unwrap();
        let refused = store.set_logo("jazz", &logo("4", LogoForm::Png), b"fourth");
        assert!(matches!(refused, Err(Error::NoStation(_))));
        store.forget_station("jazz").unwrap();
        assert!(matches!(store.set_colour("rock", None), Err(Error::NoStation(_))));
        add();
        assert_eq!(look(), Branding::default(), "the next one of that name has nothing of it");
        store.check().unwrap();
    }
}
