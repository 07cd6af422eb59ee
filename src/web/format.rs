//! Times and sizes as people read them.

use jiff::Timestamp;

/// A time in seconds since 1970.
pub(in crate::web) fn time(seconds: i64) -> String {
    let time = Timestamp::from_second(seconds);
    time.map(|time| time.strftime("%F %H:%M UTC").to_string()).unwrap_or_default()
}

/// A time in microseconds since 1970, to the second.
pub(in crate::web) fn moment(us: u64) -> String {
    let time = Timestamp::from_microsecond(i64::try_from(us).unwrap_or(i64::MAX));
    time.map(|time| time.strftime("%F %H:%M:%S UTC").to_string()).unwrap_or_default()
}

/// A length of time.
pub(in crate::web) fn span(seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) => format!("{minutes} min"),
        (0, _, _) => format!("{hours} h {minutes} min"),
        (1, _, _) => format!("1 day {hours} h"),
        _ => format!("{days} days {hours} h"),
    }
}

/// A number of bytes.
pub(in crate::web) fn bytes(count: u64) -> String {
    let units = [(1 << 40, "TB"), (1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB")];
    match units.into_iter().find(|(size, _)| count >= *size) {
        Some((size, unit)) => format!("{:.1} {unit}", count as f64 / size as f64),
        None => format!("{count} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_sizes_are_told() {
        assert_eq!(time(0), "1970-01-01 00:00 UTC");
        assert_eq!(moment(61_500_000), "1970-01-01 00:01:01 UTC");
        let spans = [59, 61, 3_700, 90_000, 200_000].map(span);
        assert_eq!(spans, ["59 s", "1 min", "1 h 1 min", "1 day 1 h", "2 days 7 h"]);
        let sizes = [0, 1_023, 1_536, 5 << 30].map(bytes);
        assert_eq!(sizes, ["0 bytes", "1023 bytes", "1.5 kB", "5.0 GB"]);
    }
}
