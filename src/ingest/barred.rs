//! The DJs who were taken off the air and may not come back yet.

use std::net::IpAddr;

use super::refusal::SourceRefusal;
use crate::auth::AuthenticatedSource;
use crate::model::client_prefix;

/// DJs who are kept off the air at once; the oldest makes room.
const MOST_BARRED: usize = 256;

/// A list of DJs who are kept off the air, each until a moment.
#[derive(Debug, Default)]
pub(super) struct BarredSources(Vec<Barred>);

/// A DJ who may not go live on a station until a moment.
#[derive(Debug)]
struct Barred {
    slug: String,
    admitted: AuthenticatedSource,
    /// The network of one who uses the source password, which others use as well.
    network: Option<IpAddr>,
    until_us: u64,
}

impl BarredSources {
    /// Fails if `admitted`, at the address `from`, is kept off the station `slug` at `now_us`.
    pub(super) fn check(
        &mut self,
        slug: &str,
        (admitted, from): (&AuthenticatedSource, IpAddr),
        now_us: u64,
    ) -> Result<(), SourceRefusal> {
        self.0.retain(|barred| barred.until_us > now_us);
        let network = client_prefix(from);
        let found = self.0.iter().find(|barred| {
            barred.slug == slug
                && barred.admitted == *admitted
                && barred.network.is_none_or(|barred| barred == network)
        });
        let seconds = found.map(|barred| (barred.until_us - now_us).div_ceil(1_000_000));
        seconds.map_or(Ok(()), |seconds| Err(SourceRefusal::Barred(seconds)))
    }

    /// Keeps `admitted`, at the address `from`, off the station `slug` until a moment.
    pub(super) fn add(
        &mut self,
        slug: &str,
        (admitted, from): (&AuthenticatedSource, IpAddr),
        until_us: u64,
    ) {
        if self.0.len() >= MOST_BARRED {
            self.0.remove(0);
        }
        let is_shared = *admitted == AuthenticatedSource::Source;
        self.0.push(Barred {
            slug: slug.to_owned(),
            admitted: admitted.clone(),
            network: is_shared.then(|| client_prefix(from)),
            until_us,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dj_is_kept_off_one_station_until_the_time_is_over() {
        let mut barred = BarredSources::default();
        let (ada, ben) =
            (AuthenticatedSource::Account("ada".to_owned()), AuthenticatedSource::Account("ben".to_owned()));
        let (here, there) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        barred.add("main", (&ada, here), 5_000_000);
        barred.add("main", (&AuthenticatedSource::Source, here), 5_000_000);
        let refused = Err(SourceRefusal::Barred(4));
        assert_eq!(barred.check("main", (&ada, there), 1_500_000), refused, "an account, wherever it is");
        assert_eq!(barred.check("main", (&ben, here), 1_500_000), Ok(()));
        assert_eq!(barred.check("jazz", (&ada, here), 1_500_000), Ok(()));
        let source = AuthenticatedSource::Source;
        assert_eq!(barred.check("main", (&source, here), 1_500_000), refused);
        assert_eq!(
            barred.check("main", (&source, there), 1_500_000),
            Ok(()),
            "another with the same password"
        );
        assert_eq!(barred.check("main", (&ada, here), 5_000_000), Ok(()));
        assert!(barred.0.is_empty());
        (0..1_000).for_each(|_| barred.add("main", (&ada, here), 9));
        assert_eq!(barred.0.len(), MOST_BARRED);
    }
}
