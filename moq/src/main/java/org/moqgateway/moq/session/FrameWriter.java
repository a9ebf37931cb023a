package org.moqgateway.moq.session;

import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.session.SessionMetrics.Counter;
import org.moqgateway.moq.transport.SendStream;
import org.moqgateway.moq.wire.FrameHeader;
import org.moqgateway.moq.wire.MoqVersion;
import org.moqgateway.moq.wire.VarInt;

/// Writes the frames of one group, from the first on. What stands before a payload is made once per
/// frame, whoever sends it first, and lent to all; versions without timestamps leave the first of
/// its two numbers out.
final class FrameWriter {
    private final SendStream stream;
    private final MoqVersion version;
    private final int timescale;
    private final Tally tally;
    private long beforeUs;

    FrameWriter(SendStream stream, SessionCore core, int timescale) {
        this.stream = stream;
        this.version = core.version();
        this.timescale = timescale;
        this.tally = core.tally();
    }

    void write(Frame frame) {
        byte[] header = frame.header();
        if (header == null) {
            header = makeHeader(frame);
            frame.header(header);
        }
        beforeUs = frame.timestampUs();
        int skipped = version.hasFrameTimestamps() ? 0 : VarInt.lengthFromFirstByte(header[0]);
        stream.write(header, skipped, header.length - skipped);
        byte[] payload = frame.payload();
        if (payload.length > 0) {
            stream.write(payload);
        }
        tally.count(Counter.FRAMES_SENT);
        tally.add(Counter.BYTES_SENT, payload.length);
    }

    private byte[] makeHeader(Frame frame) {
        long units = Timestamps.toUnits(frame.timestampUs(), timescale);
        long before = Timestamps.toUnits(beforeUs, timescale);
        return FrameHeader.encode(units - before, frame.payload().length, MoqVersion.LITE_05);
    }
}
