package org.moqgateway.core.transport;

import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.net.Cancellable;

/// Keeps what is asked for; the test answers.
final class FakeRelays implements RelayGathering {
    final AtomicInteger cancelled = new AtomicInteger();
    final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

    /// What was asked for: at a server, or else of a peer.
    record Asked(Request request, @Nullable IceServer server, @Nullable InetSocketAddress peer) {

        /// Gives a path, and says that there are no more.
        void give(Found found) {
            request.loop()
                    .execute(
                            () -> {
                                request.found().accept(found);
                                request.done().accept("");
                            });
        }

        /// Waits until that is known.
        void refuse() {
            CompletableFuture.runAsync(
                            () -> request.done().accept("refused"), request.loop()::execute)
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        }
    }

    @Override
    public Cancellable gather(Request request, IceServer server) {
        return ask(new Asked(request, server, null));
    }

    @Override
    public Cancellable connect(Request request, InetSocketAddress peer) {
        return ask(new Asked(request, null, peer));
    }

    private Cancellable ask(Asked one) {
        asked.add(one);
        return cancelled::incrementAndGet;
    }

    /// The next thing that is asked for.
    Asked next() throws InterruptedException {
        Asked next = asked.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was asked for");
        }
        return next;
    }
}
