package org.moqgateway.core.audio;

import java.util.Arrays;
import org.moqgateway.codecs.Depacketizer;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.core.audio.TelephoneCodec.SampleDecoder;

/// Takes the sound of telephones out of RTP and makes Opus of it: payloads of any length in,
/// Opus packets of 20 ms out, one channel.
///
/// Timestamps are those of Opus, 48 kHz: six times those of the payloads, across their
/// wrap-around too. Where packets were lost, or nothing was sent in silence, the timestamps
/// jump; a packet that was begun before is filled with silence. Sound that is sent again under
/// earlier timestamps begins anew. The encoder looks ahead, so that what is heard comes 6.5 ms
/// after its timestamp, as it does from every WebRTC sender.
///
/// Every byte is sound, so nothing is malformed; a payload without any is padding and is
/// ignored. Thread rule: confined to one thread, which it keeps busy for about 0.1 ms for each
/// packet. Memory: what the encoder has, and 20 ms of samples.
public final class AudioTranscoder implements Depacketizer {
    /// Ticks of the 48 kHz clock for each of the 8 kHz clock.
    private static final int OPUS_TICKS = 6;

    private static final int PACKET_TICKS =
            TelephoneCodec.CLOCK_RATE_HZ / SpeechEncoder.PACKETS_PER_SECOND;

    private final SampleDecoder decoder;
    private final SpeechEncoder encoder;
    private final int samplesPerTick;
    private final short[] samples;
    private int filledTicks;
    private int packetTimestamp; // of the packet that is being filled, in ticks of the 8 kHz clock
    private boolean begun;
    private boolean gapPending;

    /// Creates a transcoder for one stream.
    public AudioTranscoder(TelephoneCodec codec) {
        decoder = codec.newDecoder();
        encoder = new SpeechEncoder(codec.sampleRateHz(), codec.opusBitrateBps());
        samplesPerTick = codec.sampleRateHz() / TelephoneCodec.CLOCK_RATE_HZ;
        samples = new short[encoder.samplesPerPacket()];
    }

    /// The timestamp at 48 kHz for one of the telephone's clock, such as a sender report has.
    public static int opusTimestamp(int rtpTimestamp) {
        return rtpTimestamp * OPUS_TICKS;
    }

    @Override
    public void push(RtpPayload payload, Sink sink) {
        gapPending |= payload.gapBefore();
        if (payload.length() == 0) {
            return;
        }
        moveTo(payload.rtpTimestamp(), sink);
        if (gapPending) {
            gapPending = false;
            sink.dropped(DropReason.FRAMES_LOST, opusTimestamp(payload.rtpTimestamp()));
        }
        int at = payload.offset();
        int end = at + payload.length();
        while (at < end) {
            int ticks = Math.min(end - at, PACKET_TICKS - filledTicks);
            decoder.decode(payload.buffer(), at, ticks, samples, filledTicks * samplesPerTick);
            at += ticks;
            fill(ticks, sink);
        }
    }

    /// Goes on at a timestamp, with silence where sound is missing from a packet that was
    /// begun.
    private void moveTo(int rtpTimestamp, Sink sink) {
        int missing = rtpTimestamp - (packetTimestamp + filledTicks);
        if (begun && filledTicks > 0 && missing > 0) {
            int silent = Math.min(missing, PACKET_TICKS - filledTicks);
            int from = filledTicks * samplesPerTick;
            Arrays.fill(samples, from, from + silent * samplesPerTick, (short) 0);
            fill(silent, sink);
            missing -= silent;
        }
        if (!begun || missing != 0) {
            packetTimestamp = rtpTimestamp;
            filledTicks = 0;
            begun = true;
        }
    }

    private void fill(int ticks, Sink sink) {
        filledTicks += ticks;
        if (filledTicks == PACKET_TICKS) {
            int timestamp = opusTimestamp(packetTimestamp);
            packetTimestamp += PACKET_TICKS;
            filledTicks = 0;
            sink.frame(new EncodedFrame(timestamp, true, encoder.encode(samples)));
        }
    }
}
