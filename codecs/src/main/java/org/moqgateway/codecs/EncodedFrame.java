package org.moqgateway.codecs;

/// One encoded frame: a video access unit or an audio packet.
///
/// Ownership: the payload belongs to the frame and nobody modifies it, so frames are handed between
/// threads and shared by any number of readers without a copy. Equality is that of the reference
/// of the payload, not of its bytes.
///
/// @param rtpTimestamp RTP timestamp (RFC 3550 §5.1), unsigned 32 bits in the codec's clock rate
/// @param keyframe whether decoding can begin at this frame; always true for audio
/// @param payload the bitstream: Annex-B with 4-byte start codes for H.264, one packet
///     for Opus
@SuppressWarnings("ArrayRecordComponent") // the whole point is to share the bytes without a copy
public record EncodedFrame(int rtpTimestamp, boolean keyframe, byte[] payload) {}
