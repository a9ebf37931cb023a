package org.moqgateway.moq.transport.webtransport;

import java.nio.ByteBuffer;
import org.moqgateway.moq.transport.StreamReader;

/// The peer's QPACK encoder or decoder stream (RFC 9204 §4.2). Without a dynamic table nothing
/// on it matters, but it must stay open.
final class QpackStream implements StreamReader {
    private final Http3Connection http;

    QpackStream(Http3Connection http) {
        this.http = http;
    }

    @Override
    public void data(ByteBuffer bytes) {}

    @Override
    public void finished() {
        http.criticalStreamClosed();
    }

    @Override
    public void reset(long code) {
        http.criticalStreamClosed();
    }
}
