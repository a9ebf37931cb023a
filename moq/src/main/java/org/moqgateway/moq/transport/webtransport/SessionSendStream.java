package org.moqgateway.moq.transport.webtransport;

import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.SendStream;

/// The sending direction of a session's stream: the raw stream with codes in HTTP/3's range.
class SessionSendStream implements SendStream, SendStream.StopListener {
    private static final long NOT_STOPPED = -1;

    private final WebTransportSession session;
    private final SendStream raw;
    private @Nullable StopListener listener;
    private long stopCode = NOT_STOPPED;

    SessionSendStream(WebTransportSession session, SendStream raw) {
        this.session = session;
        this.raw = raw;
        raw.onStopped(this);
    }

    /// The session has ended.
    void abandon() {
        raw.reset(Http3.SESSION_GONE);
    }

    @Override
    public void sendOrder(long order) {
        raw.sendOrder(order);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (!session.ended()) {
            raw.write(bytes, offset, length);
        }
    }

    @Override
    public boolean writable() {
        return raw.writable() && !session.ended();
    }

    @Override
    public void onWritable(Runnable action) {
        raw.onWritable(
                () -> {
                    if (!session.ended()) {
                        action.run();
                    }
                });
    }

    @Override
    public void finish() {
        if (!session.ended()) {
            raw.finish();
            session.forget(this);
        }
    }

    @Override
    public void reset(long code) {
        if (!session.ended()) {
            raw.reset(ErrorCodes.toHttp3(code));
            session.forget(this);
        }
    }

    @Override
    public void onStopped(StopListener stopListener) {
        listener = stopListener;
        if (stopCode != NOT_STOPPED) {
            stopListener.stopped(stopCode);
        }
    }

    @Override
    public void stopped(long http3Code) {
        session.forget(this);
        stopCode = ErrorCodes.fromHttp3(http3Code);
        if (listener != null && !session.ended()) {
            listener.stopped(stopCode);
        }
    }
}
