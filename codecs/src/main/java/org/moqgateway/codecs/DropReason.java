package org.moqgateway.codecs;

/// Why a [Depacketizer] could not make a frame of what it was given.
public enum DropReason {
    /// Packets between two frames were lost: whole frames may be missing. The frame whose
    /// timestamp is reported is the first one after the hole; it is still delivered when it is
    /// complete.
    FRAMES_LOST,
    /// Packets of this frame were lost.
    PACKET_LOST,
    /// Packets of the upper spatial layers of this frame were lost (RFC 9628). The layers below are
    /// delivered; the upper ones come back where they need no earlier frame, at the next keyframe
    /// at the latest.
    LAYER_LOST,
    /// A fragment came without the first fragment of its NAL unit (RFC 6184 §5.8, RFC 7798 §4.4.3)
    /// or of its frame (RFC 7741 §4.2, RFC 9628 §4.2).
    FRAGMENT_WITHOUT_START,
    /// A fragmented NAL unit, or layer frame (RFC 9628 §4.2), was not finished when its frame,
    /// or another one, went on.
    FRAGMENT_WITHOUT_END,
    /// The payload contradicts its payload format: a length beyond the end, a reserved bit set.
    MALFORMED_PAYLOAD,
    /// A payload structure that nobody negotiated or that is not defined (types 0, 30 and 31 of
    /// RFC 6184 §5.2; PACI and types 51 … 63 of RFC 7798 §4.4).
    UNSUPPORTED_STRUCTURE,
    /// The frame grew beyond the limit of the depacketizer.
    FRAME_TOO_LARGE,
    /// A parameter set could not be parsed or stored; it was left out of the frame.
    MALFORMED_PARAMETER_SET,
    /// A keyframe whose parameter sets were never received.
    MISSING_PARAMETER_SETS,
    /// A picture that is shown before the keyframe at which decoding began, and refers to
    /// others before it (RASL, H.265 §3.134): no decoder shows it, and nothing that follows
    /// needs it.
    UNDECODABLE_LEADING_PICTURE
}
