package org.moqgateway.core.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.net.Cancellable;
import org.moqgateway.core.net.HostAddresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks once a second which addresses this host has, on one daemon thread for all that want to
/// know, `host-watch`, which is there while anybody does.
final class HostWatch {

    /// The one of the process.
    static final HostWatch SHARED = new HostWatch(HostAddresses::usable, 1000);

    private static final Logger LOG = LoggerFactory.getLogger(HostWatch.class);

    private final Lookup lookup;
    private final long intervalMillis;
    private final List<Watcher> watchers = new ArrayList<>();
    private @Nullable Thread thread;

    /// Asks the system for the addresses of this host.
    interface Lookup {
        /// Blocks for a while.
        ///
        /// @throws IOException when the system does not tell, which says nothing about them
        List<InetAddress> addresses() throws IOException;
    }

    /// Who wants to know.
    interface Listener {
        /// There are others than before. One call at a time, on a virtual thread.
        ///
        /// @param addresses all there are
        /// @return whether everything is done about it: if not, the next round calls again
        boolean changed(List<InetAddress> addresses);
    }

    HostWatch(Lookup lookup, long intervalMillis) {
        this.lookup = lookup;
        this.intervalMillis = intervalMillis;
    }

    /// The addresses now.
    ///
    /// @throws IOException when the system does not tell
    List<InetAddress> addresses() throws IOException {
        return lookup.addresses();
    }

    /// Tells of each change from what the listener knows. Returns at once.
    ///
    /// @param known the addresses that the listener has seen to
    /// @return ends that
    synchronized Cancellable watch(List<InetAddress> known, Listener listener) {
        Watcher watcher = new Watcher(listener, Set.copyOf(known));
        watchers.add(watcher);
        if (thread == null) {
            thread = Thread.ofPlatform().daemon().name("host-watch").start(this::run);
        }
        return () -> remove(watcher);
    }

    private synchronized void remove(Watcher watcher) {
        watchers.remove(watcher);
        Thread running = thread;
        if (watchers.isEmpty() && running != null) {
            thread = null;
            running.interrupt();
        }
    }

    private void run() {
        try {
            while (wanted()) {
                Thread.sleep(intervalMillis);
                look();
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean wanted() {
        return Thread.currentThread().equals(thread);
    }

    private void look() {
        try {
            List<InetAddress> now = lookup.addresses();
            watchers().forEach(watcher -> watcher.tell(now));
        } catch (IOException | RuntimeException e) {
            LOG.debug("the system does not tell its addresses", e);
        }
    }

    private synchronized List<Watcher> watchers() {
        return List.copyOf(watchers);
    }

    /// One listener and what it knows.
    private static final class Watcher {
        private final Listener listener;
        private Set<InetAddress> known;
        private boolean settled = true;
        private boolean busy;

        Watcher(Listener listener, Set<InetAddress> known) {
            this.listener = listener;
            this.known = known;
        }

        void tell(List<InetAddress> now) {
            if (begins(Set.copyOf(now))) {
                Thread.startVirtualThread(
                        () -> {
                            boolean done = false;
                            try {
                                done = listener.changed(now);
                            } finally {
                                end(done);
                            }
                        });
            }
        }

        private synchronized boolean begins(Set<InetAddress> now) {
            if (busy || (settled && now.equals(known))) {
                return false;
            }
            busy = true;
            known = now;
            return true;
        }

        private synchronized void end(boolean done) {
            busy = false;
            settled = done;
        }
    }
}
