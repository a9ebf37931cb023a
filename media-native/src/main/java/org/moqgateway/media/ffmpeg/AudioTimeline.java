package org.moqgateway.media.ffmpeg;

/// Gives packets of a fixed length their times: as exact as the frames they were made of, and
/// without drift, because nothing is added up but whole samples and whole packets.
///
/// Times of frames are rounded and jitter a little; those of packets follow in equal steps for as
/// long as the two differ by less than [#JITTER_US]. Clocks that drift apart differ by more one
/// day: then packets take a small step. What is further off is a gap.
///
/// Pure; confined to one thread.
final class AudioTimeline {
    /// How far a frame may be off its place before packets follow it.
    static final long JITTER_US = 10_000;

    /// How far a frame is off its place when something is missing: less than the shortest frame of
    /// the codecs at hand, 20 ms and more, and more than the step of a clock that drifts.
    static final long GAP_US = 18_000;

    /// How a frame stands to those before it.
    enum Arrival {
        /// It goes on where they end.
        CONTINUES,

        /// It is the first, or there is a gap before it: call [AudioTimeline#begin].
        BEGINS
    }

    private final long packetDurationUs;
    private boolean begun;
    private long anchorUs;
    private long samples;
    private int rateHz = 1;
    private long packetUs;

    AudioTimeline(long packetDurationUs) {
        this.packetDurationUs = packetDurationUs;
    }

    /// Looks at a frame's time, and moves what is to come a little when it has to.
    Arrival arrival(long timestampUs) {
        if (!begun) {
            return Arrival.BEGINS;
        }
        long error = timestampUs - (anchorUs + samples * 1_000_000 / rateHz);
        if (Math.abs(error) >= GAP_US) {
            return Arrival.BEGINS;
        }
        if (Math.abs(error) > JITTER_US) {
            anchorUs += error;
            packetUs += error;
        }
        return Arrival.CONTINUES;
    }

    /// The next packet begins with the first sample of the frame of this time.
    void begin(long timestampUs) {
        begun = true;
        anchorUs = timestampUs;
        samples = 0;
        packetUs = timestampUs;
    }

    /// A frame of so many samples was taken.
    void taken(int frameSamples, int frameRateHz) {
        if (frameRateHz != rateHz) {
            anchorUs += samples * 1_000_000 / rateHz;
            samples = 0;
            rateHz = frameRateHz;
        }
        samples += frameSamples;
    }

    /// When the next packet begins. Each call is for one packet.
    long nextPacketUs() {
        long now = packetUs;
        packetUs += packetDurationUs;
        return now;
    }
}
