//! What listeners hang on: a mount for each quality, and its encoder.

use std::sync::Arc;

use super::{Config, OGG_PAGE_FRAMES};
use crate::container::longwave_v1::LongwaveV1;
use crate::container::ogg_opus::OggOpus;
use crate::encode::{self, Encoder, Opus, Pcm};
use crate::frame::{Framing, Wire};
use crate::model::Quality;
use crate::mount::{self, Bell, Mount, Producer};
use crate::playout::{self, SignOn};

/// A mount for each quality of the station, and what the playout makes for it.
pub(super) fn open(
    config: &Config,
    sign_on: SignOn,
    bells: &[Arc<dyn Bell>],
    figures: &mount::Figures,
) -> Result<(Vec<Mount>, Vec<playout::Rendition>), encode::Error> {
    let (mut mounts, mut renditions) = (Vec::new(), Vec::new());
    for quality in config.renditions.all() {
        let encoder = encoder(*quality)?;
        let (producer, mount) = open_mount(config, &*encoder, sign_on, bells, figures);
        mounts.push(mount);
        renditions.push(playout::Rendition { encoder, producer });
    }
    Ok((mounts, renditions))
}

fn encoder(quality: Quality) -> Result<Box<dyn Encoder>, encode::Error> {
    Ok(match quality {
        Quality::Opus(kbit_s) => Box::new(Opus::new(kbit_s)?),
        Quality::Pcm => Box::new(Pcm::new()),
    })
}

/// A mount of what `encoder` makes.
pub(super) fn open_mount(
    config: &Config,
    encoder: &dyn Encoder,
    sign_on: SignOn,
    bells: &[Arc<dyn Bell>],
    figures: &mount::Figures,
) -> (Producer, Mount) {
    let rendition = encoder.rendition().clone();
    let mut framings: Vec<(Wire, Box<dyn Framing>)> =
        vec![(Wire::WebSocket, Box::new(LongwaveV1 { station: config.slug.clone() }))];
    if rendition.codec == "opus" {
        let pages = OggOpus::new(&rendition, sign_on.first_seq, OGG_PAGE_FRAMES);
        framings.push((Wire::Ogg, Box::new(pages)));
    }
    let (bells, figures) = (bells.to_vec(), figures.clone());
    Mount::new(mount::Config { rendition, first_seq: sign_on.first_seq, framings, bells, figures })
}
