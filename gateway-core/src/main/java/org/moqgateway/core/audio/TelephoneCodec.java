package org.moqgateway.core.audio;

import org.moqgateway.codecs.g711.G711Law;
import org.moqgateway.codecs.g722.G722Decoder;

/// The codecs of telephones and cameras (RFC 3551 §4.5). In RTP all three send 8000 bytes a
/// second, and their clock ticks once for each byte: that of G.722 too, although it has twice
/// the samples.
public enum TelephoneCodec {
    /// G.711 μ-law, static payload type 0.
    PCMU(8_000, 32_000) {
        @Override
        SampleDecoder newDecoder() {
            return G711Law.MU_LAW::decode;
        }
    },
    /// G.711 A-law, static payload type 8.
    PCMA(8_000, 32_000) {
        @Override
        SampleDecoder newDecoder() {
            return G711Law.A_LAW::decode;
        }
    },
    /// G.722 at 64 kbit/s, static payload type 9.
    G722(16_000, 48_000) {
        @Override
        SampleDecoder newDecoder() {
            return new G722Decoder()::decode;
        }
    };

    /// Ticks of the RTP clock in a second.
    public static final int CLOCK_RATE_HZ = 8_000;

    private final int sampleRateHz;
    private final int opusBitrateBps;

    TelephoneCodec(int sampleRateHz, int opusBitrateBps) {
        this.sampleRateHz = sampleRateHz;
        this.opusBitrateBps = opusBitrateBps;
    }

    /// Decodes bytes into samples, as many of each byte as the codec has for a tick.
    @FunctionalInterface
    interface SampleDecoder {
        void decode(byte[] codes, int offset, int length, short[] target, int targetOffset);
    }

    /// A decoder for one stream.
    abstract SampleDecoder newDecoder();

    /// Samples in a second.
    public int sampleRateHz() {
        return sampleRateHz;
    }

    /// Bits in a second that Opus needs to keep what there is to hear.
    int opusBitrateBps() {
        return opusBitrateBps;
    }
}
