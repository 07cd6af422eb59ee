//! Loudness and peak of a station's output.

/// The loudness and the peak of an encoder's output; minus infinity for digital silence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Levels {
    /// Loudness of the last 400 ms, in LUFS (EBU R 128).
    pub momentary_lufs: f64,
    /// Loudness of the last 3 s, in LUFS.
    pub short_term_lufs: f64,
    /// Loudness since the title on air began, in LUFS.
    pub integrated_lufs: f64,
    /// The highest sample of the left and the right channel since the levels were read last, in dB below full scale.
    pub peaks_dbfs: [f64; 2],
}

impl Levels {
    /// The highest sample of both channels, in dB below full scale.
    pub fn peak_dbfs(&self) -> f64 {
        self.peaks_dbfs[0].max(self.peaks_dbfs[1])
    }
}
