package org.moqgateway.codecs.av1;

import java.util.List;

/// What a frame is to a decode target (RTP Payload Format For AV1, table A.1); the ordinal is
/// the value on the wire.
public enum DecodeTargetIndication {
    /// The frame is not part of it.
    NOT_PRESENT,
    /// Part of it, and no later frame of it refers to this one.
    DISCARDABLE,
    /// Part of it, and every later frame of it can be decoded when this one can.
    SWITCH,
    /// Part of it.
    REQUIRED;

    private static final List<DecodeTargetIndication> VALUES = List.of(values());

    /// The two bits that tell it.
    int value() {
        return VALUES.indexOf(this);
    }

    /// The indication that two bits tell.
    static DecodeTargetIndication of(int value) {
        return VALUES.get(value & 3);
    }
}
