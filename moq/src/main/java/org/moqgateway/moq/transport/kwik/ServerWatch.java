package org.moqgateway.moq.transport.kwik;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The packet log of a server, which Kwik shares between connections. Each connection has a
/// receiving and a sending thread of its own, and both bear its id in their names behind a dash.
final class ServerWatch extends PacketWatch {
    private final Map<String, FrameListener> listeners = new ConcurrentHashMap<>();
    private final Map<Thread, FrameListener> known = new ConcurrentHashMap<>();

    /// Shows a connection its packets from now on. On its receiving thread.
    ///
    /// @return the connection's id
    String add(FrameListener listener) {
        String id = idOfThread();
        listeners.put(id, listener);
        return id;
    }

    /// Forgets a connection. Any thread.
    void remove(String id) {
        FrameListener gone = listeners.remove(id);
        known.values().removeIf(listener -> listener == gone);
    }

    private static String idOfThread() {
        String name = Thread.currentThread().getName();
        return name.substring(name.indexOf('-') + 1);
    }

    @Override
    @Nullable FrameListener listener() {
        FrameListener found = known.get(Thread.currentThread());
        if (found == null) {
            found = listeners.get(idOfThread());
            if (found != null) {
                known.put(Thread.currentThread(), found);
            }
        }
        return found;
    }
}
