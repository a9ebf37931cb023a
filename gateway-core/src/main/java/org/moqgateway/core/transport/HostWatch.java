package org.moqgateway.core.transport;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.net.Cancellable;
import org.moqgateway.core.net.HostAddresses;

/// Looks once a second which addresses this host has, on one daemon thread for all that want to
/// know, `host-watch`, which is there while anybody does.
final class HostWatch {

    /// The one of the process.
    static final HostWatch SHARED = new HostWatch(HostAddresses::usable, 1000);

    private final Supplier<List<InetAddress>> addresses;
    private final long intervalMillis;
    private final List<Consumer<List<InetAddress>>> listeners = new ArrayList<>();
    private @Nullable Thread thread;

    /// @param addresses asks the system
    HostWatch(Supplier<List<InetAddress>> addresses, long intervalMillis) {
        this.addresses = addresses;
        this.intervalMillis = intervalMillis;
    }

    /// The addresses now.
    List<InetAddress> addresses() {
        return addresses.get();
    }

    /// Tells of each change, on a virtual thread of its own.
    ///
    /// @param listener gets all addresses there are
    /// @return ends that
    synchronized Cancellable watch(Consumer<List<InetAddress>> listener) {
        listeners.add(listener);
        if (thread == null) {
            List<InetAddress> known = addresses.get();
            thread = Thread.ofPlatform().daemon().name("host-watch").start(() -> run(known));
        }
        return () -> remove(listener);
    }

    private synchronized void remove(Consumer<List<InetAddress>> listener) {
        listeners.remove(listener);
        Thread running = thread;
        if (listeners.isEmpty() && running != null) {
            thread = null;
            running.interrupt();
        }
    }

    private void run(List<InetAddress> first) {
        List<InetAddress> known = first;
        try {
            while (wanted()) {
                Thread.sleep(intervalMillis);
                List<InetAddress> now = addresses.get();
                if (!Set.copyOf(now).equals(Set.copyOf(known))) {
                    known = now;
                    tell(now);
                }
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean wanted() {
        return Thread.currentThread().equals(thread);
    }

    private synchronized void tell(List<InetAddress> now) {
        for (Consumer<List<InetAddress>> listener : listeners) {
            Thread.startVirtualThread(() -> listener.accept(now));
        }
    }
}
