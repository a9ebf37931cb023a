package org.moqgateway.moq.transport.netty;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What a connection does once its loop is through with what it is at: hands over what was written
/// meanwhile, in the streams' order, then makes the callbacks that had to wait. Belongs to the
/// loop.
///
/// Callbacks wait because Netty makes them while it walks through quiche's streams, and a listener
/// may do anything to any of them.
final class SendTurn implements Runnable {
    private static final Comparator<NettySender> FIRST_FIRST =
            Comparator.comparingLong(NettySender::order).reversed();

    private final NettyConnection connection;
    private final List<NettySender> dirty = new ArrayList<>();
    private List<Runnable> callbacks = new ArrayList<>();
    private boolean due;

    SendTurn(NettyConnection connection) {
        this.connection = connection;
    }

    /// Has the sender's [NettySender#pump] called.
    void dirty(NettySender sender) {
        dirty.add(sender);
        schedule();
    }

    /// Has something of the application called.
    void later(Runnable callback) {
        callbacks.add(callback);
        schedule();
    }

    void schedule() {
        if (!due) {
            due = true;
            connection.loop().execute(this);
        }
    }

    @Override
    public void run() {
        due = false;
        send();
        List<Runnable> waiting = callbacks;
        callbacks = new ArrayList<>(0);
        for (Runnable callback : waiting) {
            connection.guarded(callback);
        }
    }

    /// Hands over now.
    void send() {
        if (dirty.size() > 1) {
            dirty.sort(FIRST_FIRST);
        }
        for (NettySender sender : dirty) {
            sender.pump();
        }
        dirty.clear();
        connection.flushDatagrams();
    }
}
