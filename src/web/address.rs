//! Addresses that are made from names.

/// A name as it stands between two slashes of an address.
pub(super) fn part(name: &str) -> String {
    // As in a form's body, but for spaces.
    form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>().replace('+', "%20")
}

/// The name that stands between two slashes of an address.
pub(super) fn name(part: &str) -> String {
    // As in a form's body, in which these three are written otherwise.
    let field = part.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    form_urlencoded::parse(field.as_bytes()).next().map(|(name, _)| name.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_can_stand_in_an_address() {
        assert_eq!(part("Gold"), "Gold");
        assert_eq!(part("60s + 70s/ü?"), "60s%20%2B%2070s%2F%C3%BC%3F");
        for name in ["Gold", "60s + 70s/ü?", "R&B=100%", ""] {
            assert_eq!(super::name(&part(name)), name);
        }
        assert_eq!(super::name("a+b&c=d"), "a+b&c=d");
    }
}
