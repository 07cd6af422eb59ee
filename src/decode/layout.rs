//! Channels as a decoder names them, translated into where they are heard.

use symphonia::core::audio::{ChannelLabel, Channels, Position};

use crate::audio::Speaker;

/// The most channels of a frame that are accepted: 7.1.
pub(super) const MOST_CHANNELS: usize = 8;

/// Returns each channel's position, in the decoder's channel order.
pub(super) fn speakers(channels: &Channels) -> Vec<Speaker> {
    let count = channels.count();
    match channels {
        Channels::Positioned(positions) => positions.iter().map(speaker).collect(),
        Channels::Custom(labels) if labels.iter().any(is_positioned) => labels.iter().map(labelled).collect(),
        // Of a sound field only its first, undirected channel can be played without decoding it.
        Channels::Ambisonic(_) => {
            (0..count).map(|n| if n == 0 { Speaker::Centre } else { Speaker::Unheard }).collect()
        }
        _ => usual(count),
    }
}

/// Returns the usual positions of `count` unnamed channels.
fn usual(count: usize) -> Vec<Speaker> {
    use Speaker::{Centre, Left, Lfe, Right, SurroundCentre, SurroundLeft, SurroundRight};
    let layout: &[Speaker] = match count {
        1 => &[Centre],
        2 => &[Left, Right],
        3 => &[Left, Right, Centre],
        4 => &[Left, Right, SurroundLeft, SurroundRight],
        5 => &[Left, Right, Centre, SurroundLeft, SurroundRight],
        6 => &[Left, Right, Centre, Lfe, SurroundLeft, SurroundRight],
        7 => &[Left, Right, Centre, Lfe, SurroundCentre, SurroundLeft, SurroundRight],
        8 => &[Left, Right, Centre, Lfe, SurroundLeft, SurroundRight, SurroundLeft, SurroundRight],
        _ => &[],
    };
    layout.to_vec()
}

fn is_positioned(label: &ChannelLabel) -> bool {
    matches!(label, ChannelLabel::Positioned(_))
}

fn labelled(label: &ChannelLabel) -> Speaker {
    match label {
        ChannelLabel::Positioned(position) => speaker(*position),
        _ => Speaker::Unheard,
    }
}

fn speaker(position: Position) -> Speaker {
    match position {
        Position::FRONT_LEFT
        | Position::FRONT_LEFT_CENTER
        | Position::FRONT_LEFT_WIDE
        | Position::BOTTOM_FRONT_LEFT => Speaker::Left,
        Position::FRONT_RIGHT
        | Position::FRONT_RIGHT_CENTER
        | Position::FRONT_RIGHT_WIDE
        | Position::BOTTOM_FRONT_RIGHT => Speaker::Right,
        Position::FRONT_CENTER | Position::BOTTOM_FRONT_CENTER => Speaker::Centre,
        Position::LFE1 | Position::LFE2 => Speaker::Lfe,
        Position::SIDE_LEFT
        | Position::REAR_LEFT
        | Position::TOP_FRONT_LEFT
        | Position::TOP_REAR_LEFT
        | Position::TOP_SIDE_LEFT => Speaker::SurroundLeft,
        Position::SIDE_RIGHT
        | Position::REAR_RIGHT
        | Position::TOP_FRONT_RIGHT
        | Position::TOP_REAR_RIGHT
        | Position::TOP_SIDE_RIGHT => Speaker::SurroundRight,
        Position::REAR_CENTER
        | Position::TOP_CENTER
        | Position::TOP_FRONT_CENTER
        | Position::TOP_REAR_CENTER => Speaker::SurroundCentre,
        _ => Speaker::Unheard,
    }
}

#[cfg(test)]
mod tests {
    use Speaker::{Centre, Left, Lfe, Right, SurroundLeft, SurroundRight};
    use symphonia::core::audio::layouts::{CHANNEL_LAYOUT_5P1_SIDE, CHANNEL_LAYOUT_MONO};

    use super::*;

    #[test]
    fn layouts_are_translated_in_order() {
        assert_eq!(speakers(&CHANNEL_LAYOUT_MONO), [Centre]);
        let side = [Left, Right, Centre, Lfe, SurroundLeft, SurroundRight];
        assert_eq!(speakers(&CHANNEL_LAYOUT_5P1_SIDE), side);
        assert_eq!(speakers(&Channels::Discrete(6)), side);
        assert_eq!(speakers(&Channels::Discrete(9)), []);
        assert_eq!(speakers(&Channels::None), []);
    }
}
