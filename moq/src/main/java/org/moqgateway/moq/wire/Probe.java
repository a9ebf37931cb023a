package org.moqgateway.moq.wire;

import java.nio.ByteBuffer;

/// What a publisher knows of the path, again and again on a probe stream; in the other
/// direction the bitrate that a subscriber would like to be probed for (moq-lite-05 PROBE).
///
/// ```text
/// Message Length (i) Bitrate (i, bit/s) [Round-Trip Time (i, ms)]      the time from 04 on
/// ```
///
/// @param bitrateBps bits per second; [#UNKNOWN] when not known
/// @param rttMs milliseconds; [#UNKNOWN] when not known
public record Probe(long bitrateBps, long rttMs) {
    /// On the wire: nothing is known. A measured 0 is sent as 1.
    public static final long UNKNOWN = 0;

    /// The message. The round-trip time is left out where the version has no place for it.
    public byte[] encode(MoqVersion version) {
        WireWriter out = new WireWriter().varInt(bitrateBps);
        if (version.hasProbeRtt()) {
            out.varInt(rttMs);
        }
        return out.toMessage();
    }

    /// Reads the message; see [MessageDecoder#decode].
    ///
    /// @throws WireException when the bytes are no PROBE
    public static Probe decode(ByteBuffer message, MoqVersion version) throws WireException {
        WireReader in = WireReader.body(message);
        Probe probe = new Probe(in.varInt(), version.hasProbeRtt() ? in.varInt() : UNKNOWN);
        in.end();
        return probe;
    }
}
