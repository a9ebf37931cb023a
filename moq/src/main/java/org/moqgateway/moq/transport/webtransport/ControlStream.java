package org.moqgateway.moq.transport.webtransport;

import java.nio.ByteBuffer;
import org.moqgateway.moq.transport.StreamReader;

/// Reads the peer's control stream (RFC 9114 §6.2.1): SETTINGS first, then frames that mean nothing
/// to us. GOAWAY is tolerated: sessions go on, and we ask for no second one.
final class ControlStream implements StreamReader, FrameReader.Handler {
    private final Http3Connection http;
    private final FrameReader frames = new FrameReader(this);
    private boolean hasSettings;

    ControlStream(Http3Connection http) {
        this.http = http;
    }

    @Override
    public void data(ByteBuffer bytes) {
        try {
            frames.feed(bytes);
        } catch (Http3Exception e) {
            http.violated(e);
        }
    }

    @Override
    public FrameReader.Use begin(long type, long length) throws Http3Exception {
        if (!hasSettings) {
            if (type != Http3.FRAME_SETTINGS) {
                throw new Http3Exception(Http3.MISSING_SETTINGS, "frame " + type + " first");
            }
            hasSettings = true;
            return FrameReader.Use.COLLECT;
        }
        if (type == Http3.FRAME_SETTINGS
                || type == Http3.FRAME_DATA
                || type == Http3.FRAME_HEADERS
                || type == Http3.FRAME_PUSH_PROMISE
                || Http3.reservedFrame(type)) {
            throw new Http3Exception(
                    Http3.FRAME_UNEXPECTED, "frame " + type + " on the control stream");
        }
        return FrameReader.Use.SKIP;
    }

    @Override
    public void collected(long type, byte[] payload) throws Http3Exception {
        http.settings(Settings.decode(payload));
    }

    @Override
    public void part(ByteBuffer part) {}

    @Override
    public void finished() {
        http.criticalStreamClosed();
    }

    @Override
    public void reset(long code) {
        http.criticalStreamClosed();
    }
}
