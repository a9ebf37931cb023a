package org.moqgateway.moq.transport.memory;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.SendStream;

/// The sending direction of a stream.
final class MemorySendStream implements SendStream {
    /// The one of higher order first, and of equal ones the older.
    static final Comparator<MemorySendStream> ORDER =
            Comparator.<MemorySendStream>comparingLong(stream -> stream.order)
                    .reversed()
                    .thenComparingLong(stream -> stream.id)
                    .thenComparingLong(stream -> stream.serial);

    private static final int WRITABLE = 64 * 1024;

    private final MemoryConnection owner;
    final long id;
    final int uniOrdinal;
    private final long serial;
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    @Nullable MemoryReceiveStream far;
    private long queued;
    private long unread;
    private long order;
    private boolean finishing;
    private boolean finSent;
    private boolean ended;
    private long stoppedBy = -1;
    private boolean wasFull;
    private @Nullable Runnable onWritable;
    private @Nullable StopListener stopListener;

    MemorySendStream(MemoryConnection owner, long id, int uniOrdinal) {
        this.owner = owner;
        this.id = id;
        this.uniOrdinal = uniOrdinal;
        this.serial = owner.serial();
    }

    boolean canSend() {
        if (ended || finSent || !owner.mayUse(this)) {
            return false;
        }
        if (queued == 0) {
            return finishing;
        }
        return unread < owner.settings.streamWindow();
    }

    int sendPacket() {
        MemoryReceiveStream receiver = Objects.requireNonNull(far);
        int room = (int) Math.min(MemoryConnection.PACKET, owner.settings.streamWindow() - unread);
        int size = (int) Math.min(queued, room);
        if (size > 0) {
            byte[] packet = new byte[size];
            int filled = 0;
            while (filled < size) {
                ByteBuffer head = Objects.requireNonNull(waiting.peekFirst());
                int part = Math.min(head.remaining(), size - filled);
                head.get(packet, filled, part);
                filled += part;
                if (!head.hasRemaining()) {
                    waiting.removeFirst();
                }
            }
            queued -= size;
            owner.queued(-size);
            unread += size;
            owner.other().arrive(() -> receiver.data(packet));
        }
        if (finishing && queued == 0) {
            finSent = true;
            owner.other().arrive(receiver::finished);
            owner.sending.remove(this);
        }
        if (queued == 0) {
            owner.notReady(this);
        }
        tellWritable();
        return size;
    }

    void read(int bytes) {
        unread -= bytes;
        owner.wakePump();
    }

    private void tellWritable() {
        Runnable action = onWritable;
        if (wasFull && writable()) {
            wasFull = false;
            if (action != null) {
                owner.loop.execute(action);
            }
        }
    }

    void bornReset() {
        ended = true;
        waiting.clear();
        owner.notReady(this);
        owner.queued(-queued);
        queued = 0;
    }

    void stoppedByPeer(long code) {
        if (ended || finSent) {
            return;
        }
        resetNow(code);
        stoppedBy = code;
        StopListener listener = stopListener;
        if (listener != null) {
            listener.stopped(code);
        }
    }

    @Override
    public void sendOrder(long newOrder) {
        owner.notReady(this);
        order = newOrder;
        if (!ended && !finSent && (queued > 0 || finishing)) {
            owner.ready(this);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (ended || finishing || length == 0) {
            return;
        }
        waiting.add(ByteBuffer.wrap(bytes, offset, length));
        queued += length;
        owner.queued(length);
        owner.ready(this);
        owner.wakePump();
    }

    @Override
    public boolean writable() {
        boolean room = !ended && !finishing && queued < WRITABLE;
        if (!room) {
            wasFull = true;
        }
        return room;
    }

    @Override
    public void onWritable(Runnable action) {
        onWritable = action;
    }

    @Override
    public void finish() {
        if (ended || finishing) {
            return;
        }
        finishing = true;
        owner.ready(this);
        owner.wakePump();
    }

    @Override
    public void reset(long code) {
        if (ended || finSent) {
            return;
        }
        resetNow(code);
    }

    private void resetNow(long code) {
        MemoryReceiveStream receiver = Objects.requireNonNull(far);
        bornReset();
        owner.sending.remove(this);
        owner.other().arrive(() -> receiver.reset(code));
    }

    @Override
    public void onStopped(StopListener listener) {
        stopListener = listener;
        if (stoppedBy >= 0) {
            listener.stopped(stoppedBy);
        }
    }

    void delivered() {
        if (uniOrdinal >= 0) {
            owner.uniEnded();
        }
    }
}
