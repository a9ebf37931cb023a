package org.moqgateway.moq.transport.memory;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.ReceiveStream;
import org.moqgateway.moq.transport.StreamReader;

/// The receiving direction of a stream.
final class MemoryReceiveStream implements ReceiveStream {
    private final MemoryConnection owner;
    private final Deque<Runnable> early = new ArrayDeque<>();
    private @Nullable MemorySendStream near;
    @Nullable Runnable announce;
    private @Nullable StreamReader reader;
    private boolean stopped;
    private boolean over;

    MemoryReceiveStream(MemoryConnection owner) {
        this.owner = owner;
    }

    void link(MemorySendStream sender) {
        near = sender;
    }

    private MemorySendStream sender() {
        return Objects.requireNonNull(near);
    }

    void data(byte[] packet) {
        deliver(
                () -> {
                    if (!stopped && !over) {
                        ByteBuffer bytes = ByteBuffer.wrap(packet);
                        Objects.requireNonNull(reader).data(bytes);
                    }
                    sender().read(packet.length);
                });
    }

    void finished() {
        deliver(
                () -> {
                    sender().delivered();
                    if (!stopped && !over) {
                        over = true;
                        Objects.requireNonNull(reader).finished();
                    }
                });
    }

    void reset(long code) {
        deliver(
                () -> {
                    sender().delivered();
                    if (!stopped && !over) {
                        over = true;
                        Objects.requireNonNull(reader).reset(code);
                    }
                });
    }

    private void deliver(Runnable event) {
        Runnable opening = announce;
        if (opening != null) {
            announce = null;
            opening.run();
            if (reader == null && !stopped) {
                throw new IllegalStateException("a stream was offered and got no reader");
            }
        }
        if (reader == null && !stopped) {
            early.add(event);
            return;
        }
        event.run();
    }

    @Override
    public void reader(StreamReader newReader) {
        if (reader != null) {
            throw new IllegalStateException("a second reader");
        }
        reader = newReader;
        while (!early.isEmpty()) {
            early.removeFirst().run();
        }
    }

    @Override
    public void stop(long code) {
        if (stopped || over) {
            return;
        }
        stopped = true;
        MemorySendStream sender = sender();
        owner.other().arrive(() -> sender.stoppedByPeer(code));
    }
}
