package org.moqgateway.core.net;

import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A connection to a peer's passive TCP candidate (RFC 6544), with datagrams in frames of RFC 4571.
/// It has one remote only: what is sent elsewhere is dropped.
public final class TcpPath implements DatagramPath {

    private static final int HEADER_BYTES = 2;

    /// What became of the connection, on the loop: one call to one of the two.
    public interface Outcome {
        /// It stands.
        void connected(TcpPath path);

        /// It does not.
        ///
        /// @param why for people
        void failed(String why);
    }

    private final MediaLoop loop;
    private final ServerLink link;
    private final InetSocketAddress remote;
    private final byte[] scratch = new byte[HEADER_BYTES + StreamDeframer.MOST_BYTES];

    private TcpPath(MediaLoop loop, ServerLink link, InetSocketAddress remote) {
        this.loop = loop;
        this.link = link;
        this.remote = remote;
    }

    /// Begins to connect; 5 s at most. Any thread.
    ///
    /// @param loop one of [MediaLoops]; the path lives there
    /// @param remote the peer's passive candidate, resolved
    /// @param listener of the path
    /// @return gives up, and the outcome is told nothing more; a path that stands is not touched
    public static Cancellable connect(
            MediaLoop loop,
            InetSocketAddress remote,
            DatagramPath.Listener listener,
            Outcome outcome) {
        LinkTarget target =
                new LinkTarget(remote, LinkTarget.Transport.TCP, StreamFraming.LENGTH_PREFIX, null);
        Events events = new Events(loop, remote, listener, outcome);
        Cancellable opening = ServerLinks.open(target, loop, events);
        return () -> events.giveUp(opening);
    }

    private static final class Events implements ServerLink.Listener {
        private final MediaLoop loop;
        private final InetSocketAddress remote;
        private final DatagramPath.Listener listener;
        private final Outcome outcome;
        private volatile boolean givenUp;
        private @Nullable TcpPath path;

        Events(
                MediaLoop loop,
                InetSocketAddress remote,
                DatagramPath.Listener listener,
                Outcome outcome) {
            this.loop = loop;
            this.remote = remote;
            this.listener = listener;
            this.outcome = outcome;
        }

        void giveUp(Cancellable opening) {
            givenUp = true;
            loop.execute(
                    () -> {
                        if (path == null) {
                            opening.cancel();
                        }
                    });
        }

        @Override
        public void opened(ServerLink link) {
            if (givenUp) {
                link.close();
                return;
            }
            TcpPath opened = new TcpPath(loop, link, remote);
            path = opened;
            outcome.connected(opened);
        }

        @Override
        public void message(byte[] buffer, int offset, int length, long nowNanos) {
            TcpPath open = path;
            if (open != null) {
                listener.datagram(open, buffer, offset, length, remote, nowNanos);
            }
        }

        @Override
        public void unreachable(long nowNanos) {
            // A stream that reaches nobody ends.
        }

        @Override
        public void ended(String why) {
            TcpPath open = path;
            if (open != null) {
                listener.lost(open, why);
            } else if (!givenUp) {
                outcome.failed(why);
            }
        }
    }

    /// Our end of the connection.
    @Override
    public InetSocketAddress localAddress() {
        return link.localAddress();
    }

    @Override
    public void send(byte[] buffer, int offset, int length, InetSocketAddress destination) {
        if (length > StreamDeframer.MOST_BYTES || length == 0 || !destination.equals(remote)) {
            return;
        }
        if (loop.inLoop()) {
            frame(buffer, offset, length);
            return;
        }
        byte[] copy = Arrays.copyOfRange(buffer, offset, offset + length);
        loop.execute(
                () -> {
                    frame(copy, 0, copy.length);
                    link.flush();
                });
    }

    private void frame(byte[] buffer, int offset, int length) {
        scratch[0] = (byte) (length >> 8);
        scratch[1] = (byte) length;
        System.arraycopy(buffer, offset, scratch, HEADER_BYTES, length);
        link.offer(scratch, 0, HEADER_BYTES + length);
    }

    @Override
    public void flush() {
        if (loop.inLoop()) {
            link.flush();
        }
    }

    @Override
    public void close() {
        link.close();
    }
}
