//! `longwave tap`: a station's sound as plain samples.

use std::io;

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use super::console;
use crate::tap::{self, TapSource};

/// Options of `longwave tap`.
#[derive(Args)]
pub(super) struct TapArgs {
    /// The station's name in addresses, such as `main`
    station: String,
    /// The server, such as `https://radio.example`
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8000")]
    server: String,
    /// Sample rate in Hz: 16000 in mono, as recognisers of speech take it, or 48000 in stereo
    #[arg(long, value_name = "HZ", default_value = "16000")]
    rate: TapRate,
}

/// Sample rates in which a station is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TapRate {
    /// Mono.
    #[value(name = "16000")]
    Speech,
    /// Stereo.
    #[value(name = "48000")]
    Full,
}

/// Writes samples until the station signs off, or nobody reads them.
pub(super) fn run(args: &TapArgs) -> anyhow::Result<()> {
    let rendition = match args.rate {
        TapRate::Speech => "pcm-16k",
        TapRate::Full => "pcm-s16",
    };
    let source = TapSource::new(&args.server, &args.station, rendition)
        .with_context(|| format!("{} is not the address of a server", args.server))?;
    match tap::copy(&source, &mut io::stdout().lock(), &mut console::remark) {
        Err(error) if error.is_unread() => Ok(()),
        copied => Ok(copied?),
    }
}
