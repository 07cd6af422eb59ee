//! How the people with accounts are named and reached.

use std::collections::BTreeMap;

use rusqlite::OptionalExtension as _;

use super::{Error, Store};

/// Longest display name, in characters.
const LONGEST_NAME: usize = 60;
/// Longest address of e-mail, in characters (RFC 5321 section 4.5.3.1.3).
const LONGEST_EMAIL: usize = 254;

/// How a person is named and reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// Name that others see; none for that of the account.
    pub display_name: Option<String>,
    /// Address of e-mail.
    pub email: Option<String>,
}

impl Contact {
    /// Takes out what is empty. Fails with what is wrong with the rest.
    fn checked(&self) -> Result<Self, Error> {
        let given = |text: &Option<String>| {
            text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let (display_name, email) = (given(&self.display_name), given(&self.email));
        let is_name =
            |name: &String| name.chars().count() <= LONGEST_NAME && !name.contains(char::is_control);
        if !display_name.as_ref().is_none_or(is_name) {
            return Err(Error::Unfit("a display name has at most 60 characters"));
        }
        if !email.as_ref().is_none_or(|email| is_email(email)) {
            return Err(Error::Unfit("an e-mail address is such as ada@radio.example"));
        }
        Ok(Self { display_name, email })
    }
}

fn is_email(text: &str) -> bool {
    let is_plain = text.chars().all(|c| c.is_ascii_graphic() && !"<>,;:\"()[]\\".contains(c));
    let parts = text.split_once('@').filter(|(name, host)| !name.is_empty() && !host.is_empty());
    is_plain && text.len() <= LONGEST_EMAIL && parts.is_some_and(|(_, host)| !host.contains('@'))
}

impl Store {
    /// Returns how the owner of an account is named and reached.
    pub fn contact(&self, account: &str) -> Result<Contact, Error> {
        let sql = "SELECT display_name, email FROM account WHERE name = ?1";
        let found = self.ask(|connection| {
            let contact =
                |row: &rusqlite::Row<'_>| Ok(Contact { display_name: row.get(0)?, email: row.get(1)? });
            connection.prepare_cached(sql)?.query_row([account], contact).optional()
        })?;
        found.ok_or_else(|| Error::NoAccount(account.to_owned()))
    }

    /// Sets how the owner of an account is named and reached. A link for a new password that is under way to another
    /// address opens nothing any more.
    pub fn set_contact(&self, account: &str, contact: &Contact) -> Result<(), Error> {
        let Contact { display_name, email } = contact.checked()?;
        let forget = "DELETE FROM password_reset WHERE account = ?1
            AND (SELECT email FROM account WHERE name = ?1) IS NOT ?2";
        let set = "UPDATE account SET display_name = ?2, email = ?3 WHERE name = ?1";
        let changed = self.change(|change| {
            change.execute(forget, (account, &email))?;
            change.execute(set, (account, &display_name, &email))
        })?;
        if changed > 0 { Ok(()) } else { Err(Error::NoAccount(account.to_owned())) }
    }

    /// Returns the names that others see, by account; an account that has no other is not in it.
    pub fn display_names(&self) -> Result<BTreeMap<String, String>, Error> {
        let sql = "SELECT name, display_name FROM account WHERE display_name IS NOT NULL";
        self.ask(|connection| {
            connection.prepare_cached(sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }
}
