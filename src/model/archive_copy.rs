//! Files of an archive that are in the bucket.

/// A file that is in the bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopiedFile {
    /// Its path below the folder of the station's archive.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// When it was changed last before it was copied, in microseconds since 1970.
    pub modified_us: u64,
    /// Its SHA-256 in hexadecimal; none if it was copied before that was noted.
    pub sha256: Option<String>,
    /// Frames of an hour of sound; none of other files.
    pub hour: Option<CopiedHour>,
}

impl CopiedFile {
    /// Returns whether this is a copy of a file that is still as it was.
    pub fn is_of(&self, file: &Self) -> bool {
        (&self.name, self.bytes, self.modified_us) == (&file.name, file.bytes, file.modified_us)
    }
}

/// The frames of an hour that is in the bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopiedHour {
    /// The number of its first frame.
    pub first_seq: u64,
    /// One more than the number of its last frame.
    pub end_seq: u64,
    /// Name of the rendition.
    pub rendition: String,
    /// Its bitrate in bits per second.
    pub bitrate: u32,
    /// Samples that a decoder leaves out at the beginning.
    pub pre_skip: u16,
}
