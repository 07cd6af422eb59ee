//! Fraunhofer's FDK AAC encoder behind a safe interface.

#![expect(unsafe_code, reason = "the library is C, and the crate that builds it is nothing but its bindings")]

use std::ffi::{c_int, c_void};
use std::ptr;

use fdk_aac_sys as ffi;

/// Bytes of a sample.
const SAMPLE_BYTES: c_int = size_of::<i16>() as c_int;
/// Raw access units, each returned on its own (`TT_MP4_RAW`).
const RAW: u32 = 0;
/// Left and right (`MODE_2`).
const STEREO: u32 = 2;
/// `AACENC_SIGNALING_MODE`: spectral band replication is stated first, as RFC 6381 names it.
const EXPLICIT_HIERARCHICAL: u32 = 2;

/// Parameters of an encoder of stereo sound at a constant bitrate.
#[derive(Clone, Copy, Debug)]
pub struct FdkAacConfig {
    /// Audio object type (ISO/IEC 14496-3 table 1.17): 2 is AAC-LC, 29 is HE-AAC v2.
    pub object_type: u32,
    /// Samples per second.
    pub sample_rate: u32,
    /// Bits per second.
    pub bitrate: u32,
}

/// An error code of the library (`AACENC_ERROR` in `aacenc_lib.h`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the FDK AAC encoder returned error {0:#04x}")]
pub struct FdkAacError(u32);

/// The properties of an encoder that was set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FdkAacInfo {
    /// Samples per channel in a frame.
    pub samples_per_frame: u32,
    /// Samples by which decoded sound comes later than it was put in.
    pub delay: u32,
    /// The bitrate, which the library limits to what the object type can use.
    pub bitrate: u32,
    /// The AudioSpecificConfig (ISO/IEC 14496-3 section 1.6.2.1).
    pub specific_config: Vec<u8>,
}

/// An encoder.
pub struct FdkAac {
    handle: ffi::HANDLE_AACENCODER,
    /// Samples of a frame, of both channels together.
    frame: usize,
}

// SAFETY: the library keeps no state but that behind the handle, which only one thread uses at a time: every method
// that calls the library takes `&mut self` or `self`.
unsafe impl Send for FdkAac {}

impl FdkAac {
    /// Sets up an encoder. Every frame has the SBR header, so that decoding can begin at any.
    pub fn new(config: FdkAacConfig) -> Result<Self, FdkAacError> {
        let mut handle = ptr::null_mut();
        // SAFETY: the library writes a handle to `handle`, or leaves it as it is and fails.
        check(unsafe { ffi::aacEncOpen(&raw mut handle, 0, STEREO) })?;
        let mut encoder = Self { handle, frame: 0 };
        for (parameter, value) in [
            (ffi::AACENC_PARAM_AACENC_AOT, config.object_type),
            (ffi::AACENC_PARAM_AACENC_SAMPLERATE, config.sample_rate),
            (ffi::AACENC_PARAM_AACENC_CHANNELMODE, STEREO),
            (ffi::AACENC_PARAM_AACENC_BITRATE, config.bitrate),
            (ffi::AACENC_PARAM_AACENC_TRANSMUX, RAW),
            (ffi::AACENC_PARAM_AACENC_SIGNALING_MODE, EXPLICIT_HIERARCHICAL),
            (ffi::AACENC_PARAM_AACENC_AFTERBURNER, 1),
            (ffi::AACENC_PARAM_AACENC_HEADER_PERIOD, 1),
        ] {
            encoder.set(parameter, value)?;
        }
        // SAFETY: the handle is valid, and without buffers the call only applies the parameters (`aacenc_lib.h`).
        check(unsafe {
            ffi::aacEncEncode(encoder.handle, ptr::null(), ptr::null(), ptr::null(), ptr::null_mut())
        })?;
        encoder.frame = encoder.info()?.samples_per_frame as usize * STEREO as usize;
        Ok(encoder)
    }

    /// Returns the properties of the encoder.
    pub fn info(&mut self) -> Result<FdkAacInfo, FdkAacError> {
        // SAFETY: it consists of integers, and all of them may be zero.
        let mut info: ffi::AACENC_InfoStruct = unsafe { std::mem::zeroed() };
        // SAFETY: the handle is valid, and the library writes to `info`, which outlives the call.
        check(unsafe { ffi::aacEncInfo(self.handle, &raw mut info) })?;
        // SAFETY: the handle is valid, and the library only reads.
        let bitrate = unsafe { ffi::aacEncoder_GetParam(self.handle, ffi::AACENC_PARAM_AACENC_BITRATE) };
        let specific_config = info.confBuf.iter().copied().take(info.confSize as usize).collect();
        Ok(FdkAacInfo { samples_per_frame: info.frameLength, delay: info.nDelay, bitrate, specific_config })
    }

    /// Encodes a frame of samples, left and right in turn, writes the access unit to `out`, and returns its length in
    /// bytes. Fails if `samples` are more or fewer than a frame.
    ///
    /// Given less than a frame, the library would write beyond its input buffer in HE-AAC v2: it takes what it read
    /// before for samples of one channel (`aacEncEncode` in `aacenc_lib.cpp`).
    pub fn encode(&mut self, samples: &[i16], out: &mut [u8]) -> Result<usize, FdkAacError> {
        if samples.len() != self.frame {
            return Err(FdkAacError(ffi::AACENC_ERROR_AACENC_UNSUPPORTED_PARAMETER));
        }
        let count = c_int::try_from(samples.len()).unwrap_or(c_int::MAX);
        // The library only reads from it.
        let mut input = samples.as_ptr().cast_mut().cast::<c_void>();
        let mut input_kind = ffi::AACENC_BufferIdentifier_IN_AUDIO_DATA as c_int;
        let mut input_bytes = count.saturating_mul(SAMPLE_BYTES);
        let mut input_unit = SAMPLE_BYTES;
        let input = ffi::AACENC_BufDesc {
            numBufs: 1,
            bufs: &raw mut input,
            bufferIdentifiers: &raw mut input_kind,
            bufSizes: &raw mut input_bytes,
            bufElSizes: &raw mut input_unit,
        };
        let mut output = out.as_mut_ptr().cast::<c_void>();
        let mut output_kind = ffi::AACENC_BufferIdentifier_OUT_BITSTREAM_DATA as c_int;
        let mut output_bytes = c_int::try_from(out.len()).unwrap_or(c_int::MAX);
        let mut output_unit = 1;
        let output = ffi::AACENC_BufDesc {
            numBufs: 1,
            bufs: &raw mut output,
            bufferIdentifiers: &raw mut output_kind,
            bufSizes: &raw mut output_bytes,
            bufElSizes: &raw mut output_unit,
        };
        let arguments = ffi::AACENC_InArgs { numInSamples: count, numAncBytes: 0 };
        let mut done =
            ffi::AACENC_OutArgs { numOutBytes: 0, numInSamples: 0, numAncBytes: 0, bitResState: 0 };
        // SAFETY: the handle is valid; both descriptions name one buffer each with its true size, and everything
        // they point to outlives the call. The library reads no more than `numInSamples` samples and writes no more
        // than the output's size.
        check(unsafe {
            ffi::aacEncEncode(
                self.handle,
                &raw const input,
                &raw const output,
                &raw const arguments,
                &raw mut done,
            )
        })?;
        Ok(usize::try_from(done.numOutBytes).unwrap_or_default().min(out.len()))
    }

    fn set(&mut self, parameter: ffi::AACENC_PARAM, value: u32) -> Result<(), FdkAacError> {
        // SAFETY: the handle is valid, and the library checks the value.
        check(unsafe { ffi::aacEncoder_SetParam(self.handle, parameter, value) })
    }
}

impl Drop for FdkAac {
    fn drop(&mut self) {
        // SAFETY: the handle is valid, and nobody uses it afterwards.
        unsafe {
            ffi::aacEncClose(&raw mut self.handle);
        }
    }
}

fn check(code: ffi::AACENC_ERROR) -> Result<(), FdkAacError> {
    if code == ffi::AACENC_ERROR_AACENC_OK { Ok(()) } else { Err(FdkAacError(code)) }
}
