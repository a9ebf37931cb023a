package org.moqgateway.moq.transport.webtransport;

import org.moqgateway.moq.transport.BidiStream;
import org.moqgateway.moq.transport.StreamReader;

/// A session's stream in both directions.
final class SessionBidiStream extends SessionSendStream implements BidiStream {
    private final SessionReceiveStream receiving;
    private final BidiStream raw;

    SessionBidiStream(WebTransportSession session, BidiStream raw) {
        super(session, raw);
        this.raw = raw;
        this.receiving = new SessionReceiveStream(session, raw);
    }

    SessionReceiveStream receiving() {
        return receiving;
    }

    @Override
    public long id() {
        return raw.id();
    }

    @Override
    public void reader(StreamReader reader) {
        receiving.reader(reader);
    }

    @Override
    public void stop(long code) {
        receiving.stop(code);
    }
}
