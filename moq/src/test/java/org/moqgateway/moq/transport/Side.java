package org.moqgateway.moq.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// One end of a connection, and everything that its peer did.
public final class Side implements ConnectionListener {
    /// How long a test waits for what must come.
    static final long PATIENCE_SECONDS = 20;

    /// The connection.
    public final Connection connection;

    final BlockingQueue<Received> streams = new LinkedBlockingQueue<>();
    final BlockingQueue<byte[]> datagrams = new LinkedBlockingQueue<>();
    final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

    /// Starts the connection.
    public Side(Connection connection) {
        this.connection = connection;
        connection.loop().execute(() -> connection.start(this));
    }

    @Override
    public void uniStream(ReceiveStream stream) {
        streams.add(new Received(stream, null));
    }

    @Override
    public void bidiStream(BidiStream stream) {
        streams.add(new Received(stream, stream));
    }

    @Override
    public void datagram(ByteBuffer datagram) {
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        datagrams.add(bytes);
    }

    @Override
    public void closed(CloseReason reason) {
        assertThat(connection.loop().inLoop()).isTrue();
        assertThat(closed.complete(reason)).as("closed once").isTrue();
    }

    /// The next stream that the peer opened.
    public Received next() throws InterruptedException {
        Received stream = streams.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(stream).as("a stream of the peer").isNotNull();
        return stream;
    }

    /// Runs something on the loop and waits for it.
    public <T> T call(Callable<T> task) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        connection
                .loop()
                .execute(
                        () -> {
                            try {
                                done.complete(task.call());
                            } catch (Exception | AssertionError e) {
                                done.completeExceptionally(e);
                            }
                        });
        return done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /// Likewise.
    public void run(Runnable task) throws Exception {
        call(
                () -> {
                    task.run();
                    return true;
                });
    }

    /// Waits until somebody listens. Before that only so much of what the peer does is kept: a
    /// WebTransport session turns away what goes beyond 64 streams. The start itself is one turn of
    /// the loop, and may need a second.
    void awaitStart() throws Exception {
        run(() -> {});
        run(() -> {});
    }

    /// Waits for the end, no longer than this.
    public CloseReason awaitClose(Duration longest) throws Exception {
        return closed.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Waits for the end.
    public CloseReason ended() throws Exception {
        return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
