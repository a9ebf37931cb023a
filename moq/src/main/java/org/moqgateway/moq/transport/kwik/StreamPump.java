package org.moqgateway.moq.transport.kwik;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import org.moqgateway.moq.transport.StreamReader;

/// Reads a stream on a virtual thread, because Kwik's reads block, and gives the bytes to the loop:
/// one piece at a time, so that the flow control holds the peer back when the loop is slow.
final class StreamPump {
    private static final int FIRST_BYTES = 2 * 1024;
    private static final int LARGE_BYTES = 32 * 1024;

    private final StreamOwner connection;
    private final KwikStream stream;
    private final InputStream input;
    private final StreamReader reader;
    private final Semaphore consumed = new Semaphore(0);
    private boolean silent;
    private boolean over;

    /// On the loop, as all methods but the thread's own.
    StreamPump(StreamOwner connection, KwikStream stream, InputStream input, StreamReader reader) {
        this.connection = connection;
        this.stream = stream;
        this.input = input;
        this.reader = reader;
    }

    void start() {
        Thread.ofVirtual().name("kwik-read").start(this::read);
    }

    /// The reader hears nothing more.
    void silence() {
        silent = true;
    }

    /// Whether the end has been told.
    boolean over() {
        return over;
    }

    private void read() {
        byte[] buffer = new byte[FIRST_BYTES];
        try {
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                pass(buffer, count);
                if (count == FIRST_BYTES) {
                    buffer = new byte[LARGE_BYTES];
                }
            }
            connection.loop().execute(this::finished);
        } catch (IOException e) {
            // Reset by the peer, stopped by us or ended with the connection.
            connection.loop().execute(this::broken);
        } finally {
            // The end has been read: the peer may open another stream, when it is told.
            connection.wake();
        }
    }

    private void pass(byte[] buffer, int count) {
        connection
                .loop()
                .execute(
                        () -> {
                            try {
                                if (!silent && !connection.ended()) {
                                    reader.data(ByteBuffer.wrap(buffer, 0, count));
                                }
                            } catch (RuntimeException e) {
                                silent = true;
                                connection.fault(e);
                            } finally {
                                consumed.release();
                            }
                        });
        consumed.acquireUninterruptibly();
    }

    private void finished() {
        end(reader::finished);
    }

    private void broken() {
        long id = stream.id();
        end(() -> reader.reset(connection.resetCode(id)));
    }

    private void end(Runnable tell) {
        over = true;
        if (!silent && !connection.ended()) {
            silent = true;
            try {
                tell.run();
            } catch (RuntimeException e) {
                connection.fault(e);
            }
        }
    }
}
