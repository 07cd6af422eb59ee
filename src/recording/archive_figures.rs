//! Figures of the archives.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use super::archive::{Archives, StationArchive};
use super::bucket::Bucket;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct ArchiveLabels {
    station: String,
}

impl Archives {
    /// Makes public in `registry` how much is kept now of these stations.
    pub fn register(&self, registry: &mut Registry, stations: &[String]) {
        let (bytes, seconds, failing) = (Family::default(), Family::default(), Family::default());
        for slug in stations {
            let archive = self.get(slug);
            let labels = ArchiveLabels { station: slug.clone() };
            let set = |family: &Family<ArchiveLabels, Gauge>, value: u64| {
                family.get_or_create(&labels).set(i64::try_from(value).unwrap_or(i64::MAX));
            };
            let kept = archive.as_ref().map(StationArchive::kept).unwrap_or_default();
            let kept_us: u64 = kept.iter().map(|span| span.to_us - span.from_us).sum();
            set(&bytes, archive.as_ref().map_or(0, StationArchive::bytes));
            set(&seconds, kept_us / 1_000_000);
            let trouble = archive.and_then(|archive| archive.trouble()).or_else(|| self.disk_trouble());
            set(&failing, u64::from(trouble.is_some()));
        }
        registry.register("archive_bytes", "Bytes of the hours that are kept on this machine", bytes);
        let help = "Seconds of sound that are kept, here or in the bucket";
        registry.register("archive_kept_seconds", help, seconds);
        let help = "1 while something keeps sound from being kept, such as a full disk";
        registry.register("archive_failing", help, failing);
        // A server without a bucket has its figures too.
        self.bucket().map(Bucket::figures).unwrap_or_default().register(registry);
    }
}
