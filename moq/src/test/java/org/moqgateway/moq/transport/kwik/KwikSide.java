package org.moqgateway.moq.transport.kwik;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import tech.kwik.core.QuicStream;
import tech.kwik.core.stream.FlowControlUpdateListener;

/// Kwik's side of a stream that is sent: takes what it is given, and sends it when the test says
/// so.
final class KwikSide extends OutputStream implements QuicStream, FlowControlUpdateListener {
    private final int id;
    final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    int wakeUps;
    boolean closed;
    long resetCode = -1;

    KwikSide(int id) {
        this.id = id;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (closed || resetCode >= 0) {
            throw new IOException("ended");
        }
        if (length == 0) {
            throw new IOException("an end behind an empty piece never leaves");
        }
        taken.write(bytes, offset, length);
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void streamNotBlocked(int streamId) {
        wakeUps++;
    }

    @Override
    public InputStream getInputStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public OutputStream getOutputStream() {
        return this;
    }

    @Override
    public int getStreamId() {
        return id;
    }

    @Override
    public boolean isUnidirectional() {
        return true;
    }

    @Override
    public boolean isClientInitiatedBidirectional() {
        return false;
    }

    @Override
    public boolean isServerInitiatedBidirectional() {
        return false;
    }

    @Override
    public void abortReading(long code) {}

    /// As Kwik: nothing happens after the end.
    @Override
    public void resetStream(long code) {
        if (!closed) {
            resetCode = code;
        }
    }
}
