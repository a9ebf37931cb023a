package org.moqgateway.core.turn;

import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.net.Cancellable;
import org.moqgateway.core.net.DatagramPath;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.net.ServerLink;

/// An address on a TURN server, with the link to that server and the timers that keep it.
public final class RelayedPath implements DatagramPath {

    /// How an allocation begins; on the loop, one call to one of the three.
    interface Beginning {
        void allocated(RelayedPath path);

        void tryAlternate(InetSocketAddress server);

        /// There is none.
        ///
        /// @param reached whether the server has answered: then asking at another of its addresses
        ///     leads to the same
        void failed(String why, boolean reached);
    }

    private static final InetSocketAddress NOWHERE = new InetSocketAddress(0);

    private final MediaLoop loop;
    private final ServerLink link;
    private final DatagramPath.Listener listener;
    private final Beginning beginning;
    private final TurnTransport transport;
    private final TurnClient client;
    private volatile InetSocketAddress relayed = NOWHERE;
    private volatile boolean closed;
    private boolean begun;
    private boolean answered;
    private boolean rearm;
    private boolean timersEnded;
    private @Nullable Cancellable timer;
    private long timerNanos = Long.MAX_VALUE;

    RelayedPath(
            MediaLoop loop,
            ServerLink link,
            Terms terms,
            DatagramPath.Listener listener,
            Beginning beginning) {
        this.loop = loop;
        this.link = link;
        this.listener = listener;
        this.beginning = beginning;
        this.transport = terms.transport();
        this.client = new TurnClient(terms.settings(), terms.seed(), new Output());
    }

    /// What is asked for.
    ///
    /// @param transport of the link
    /// @param settings for the client
    /// @param seed a random number
    record Terms(TurnTransport transport, TurnSettings settings, long seed) {}

    /// Asks the server; on the loop.
    void begin() {
        client.start(loop.nowNanos());
        arm();
    }

    /// A message from the server.
    void message(byte[] buffer, int offset, int length, long nowNanos) {
        TurnVerdict verdict = client.handle(buffer, offset, length, nowNanos);
        if (verdict == TurnVerdict.ANSWERED) {
            answered = true;
            link.flush();
            arm();
        }
    }

    /// Nobody listens at the server's port, or a router says so.
    void unreachable(long nowNanos) {
        if (!begun) {
            lost("nobody listens there");
        } else if (!closed) {
            listener.unreachable(this, nowNanos);
        }
    }

    /// The link is gone, or what was begun must end.
    void lost(String why) {
        boolean wasClosed = closed;
        closed = true;
        release();
        if (!begun) {
            begun = true;
            beginning.failed(why, answered);
        } else if (!wasClosed) {
            listener.lost(this, why);
        }
    }

    private void release() {
        timersEnded = true;
        if (timer != null) {
            timer.cancel();
        }
        link.close();
    }

    /// Schedules the next timer if it is earlier than the one that runs; ends what has ended.
    private void arm() {
        rearm = false;
        if (client.state() == TurnClient.State.CLOSED) {
            release();
            return;
        }
        long next = client.nextDeadlineNanos();
        if (timersEnded || next == Long.MAX_VALUE || (timer != null && timerNanos <= next)) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        timerNanos = next;
        timer = loop.schedule(this::onTimer, next - loop.nowNanos());
    }

    private void onTimer() {
        timer = null;
        if (!timersEnded) {
            client.onTimer(loop.nowNanos());
            link.flush();
            arm();
        }
    }

    private final class Output implements TurnOutput {
        @Override
        public void request(byte[] buffer, int offset, int length) {
            link.send(buffer, offset, length);
            link.flush();
            rearm = true;
        }

        @Override
        public void data(byte[] buffer, int offset, int length) {
            link.offer(buffer, offset, length);
        }

        @Override
        public void received(
                byte[] buffer, int offset, int length, InetSocketAddress peer, long nowNanos) {
            if (!closed) {
                listener.datagram(RelayedPath.this, buffer, offset, length, peer, nowNanos);
            }
        }

        @Override
        public void allocated(InetSocketAddress relayedAddress) {
            relayed = relayedAddress;
            begun = true;
            beginning.allocated(RelayedPath.this);
        }

        @Override
        public void tryAlternate(InetSocketAddress server) {
            begun = true;
            beginning.tryAlternate(server);
        }

        @Override
        public void failed(String why) {
            lost(why);
        }
    }

    /// The relayed address.
    @Override
    public InetSocketAddress localAddress() {
        return relayed;
    }

    /// Our end of the link to the server.
    public InetSocketAddress base() {
        return link.localAddress();
    }

    /// How the server is reached: the priority of the candidate wants it.
    public TurnTransport transport() {
        return transport;
    }

    /// Sends to a peer by the relay. A peer's address is permitted when something is first sent
    /// there; up to eight datagrams wait for the server's answer.
    @Override
    public void send(byte[] buffer, int offset, int length, InetSocketAddress destination) {
        if (loop.inLoop()) {
            sendInLoop(buffer, offset, length, destination);
            return;
        }
        byte[] copy = Arrays.copyOfRange(buffer, offset, offset + length);
        loop.execute(
                () -> {
                    sendInLoop(copy, 0, copy.length, destination);
                    link.flush();
                });
    }

    private void sendInLoop(byte[] buffer, int offset, int length, InetSocketAddress destination) {
        if (closed) {
            return;
        }
        client.send(buffer, offset, length, destination, loop.nowNanos());
        if (rearm) {
            arm();
        }
    }

    @Override
    public void flush() {
        if (loop.inLoop()) {
            link.flush();
        }
    }

    /// Frees the address on the server, and the link to it when the server has answered or 2 s
    /// later. Idempotent, any thread; the listener hears nothing more.
    @Override
    public void close() {
        closed = true;
        loop.execute(
                () -> {
                    if (!timersEnded) {
                        client.close(loop.nowNanos());
                        arm();
                    }
                });
    }
}
