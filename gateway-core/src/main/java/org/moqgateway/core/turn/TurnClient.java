package org.moqgateway.core.turn;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// One allocation on one TURN server (RFC 8656): asks for it, keeps it, sends and receives by it.
/// A state machine without socket or clock. Foreign bytes never throw. Confined to one thread.
///
/// - A peer's address is permitted when something is first sent there; up to eight datagrams wait
///   for the server's answer. What comes from others is dropped.
/// - The peer that gets more than STUN gets a channel: four bytes for each datagram, in both
///   directions without an allocation.
/// - Permissions and channels are renewed for as long as they are used.
public final class TurnClient {

    /// How far the allocation has come.
    public enum State {
        /// Entered at the start, left by [TurnClient#start].
        NEW,
        /// The server was asked; left for ALLOCATED by its success, for CLOSING by
        /// [TurnClient#close], for CLOSED by anything else.
        ALLOCATING,
        /// There is a relayed address; left for CLOSING by [TurnClient#close], for CLOSED when the
        /// server lets it go.
        ALLOCATED,
        /// The server was asked to free it, or will be if it allocates still; left for CLOSED by
        /// any answer, or after 2 s.
        CLOSING,
        /// Terminal.
        CLOSED
    }

    private static final int UDP = 17;
    private static final int IPV6 = 2;
    private static final int TRY_ALTERNATE = 300;
    private static final int SERVER_ERROR = 500;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long DEFAULT_LIFETIME_SECONDS = 600;
    private static final long LONGEST_LIFETIME_SECONDS = 3600;
    private static final long RETRY_NANOS = 5 * SECOND_NANOS;
    private static final long CLOSE_NANOS = 2 * SECOND_NANOS;

    private final TurnSettings settings;
    private final TurnOutput out;
    private final TurnRequests requests;
    private final TurnPeers peers;
    private State state = State.NEW;
    private boolean refreshing;
    private long refreshNanos = Long.MAX_VALUE;
    private long endNanos = Long.MAX_VALUE;

    /// @param seed source of transaction ids; a random number
    /// @param out called while this handles something
    public TurnClient(TurnSettings settings, long seed, TurnOutput out) {
        this.settings = settings;
        this.out = out;
        SplittableRandom random = new SplittableRandom(seed);
        this.requests = new TurnRequests(settings, random, out);
        TurnPeers.Loss loss = () -> fail("the TURN server has forgotten the allocation");
        this.peers = new TurnPeers(requests, out, random, settings.stream(), loss);
    }

    /// Asks for a relayed address. Once.
    public void start(long nowNanos) {
        if (state != State.NEW) {
            return;
        }
        state = State.ALLOCATING;
        requests.begin(TurnMethod.ALLOCATE, this::writeAllocate, new Allocating(), nowNanos);
    }

    private void writeAllocate(TurnWriter writer) {
        writer.uint32(TurnAttribute.REQUESTED_TRANSPORT, UDP << 24);
        // Servers of RFC 5766 know IPv4 alone, and not this attribute.
        if (settings.family() == StandardProtocolFamily.INET6) {
            writer.uint32(TurnAttribute.REQUESTED_ADDRESS_FAMILY, IPV6 << 24);
        }
    }

    private final class Allocating implements TurnTransaction.Ending {
        @Override
        public void succeeded(TurnMessage answer, long nowNanos) {
            if (state == State.CLOSING) {
                free(nowNanos);
                return;
            }
            InetSocketAddress relayed = answer.address(TurnAttribute.XOR_RELAYED_ADDRESS, true);
            if (relayed == null || !usable(relayed)) {
                fail("the TURN server answers without a usable address");
                return;
            }
            state = State.ALLOCATED;
            peers.allocated(relayed);
            live(answer, nowNanos);
            out.allocated(relayed);
        }

        @Override
        public void failed(int code, @Nullable TurnMessage answer, long nowNanos) {
            if (state == State.CLOSING) {
                end();
                return;
            }
            InetSocketAddress alternate =
                    code != TRY_ALTERNATE || answer == null
                            ? null
                            : answer.address(TurnAttribute.ALTERNATE_SERVER, false);
            if (alternate == null || alternate.getPort() == 0) {
                fail(TurnFailure.ofAllocate(code, settings));
            } else {
                end();
                out.tryAlternate(alternate);
            }
        }
    }

    private boolean usable(InetSocketAddress relayed) {
        InetAddress address = relayed.getAddress();
        boolean four = address instanceof Inet4Address;
        return relayed.getPort() != 0
                && four == (settings.family() == StandardProtocolFamily.INET)
                && !address.isAnyLocalAddress()
                && !address.isMulticastAddress();
    }

    /// Notes how long the allocation lives, and asks again at half of it.
    private void live(TurnMessage answer, long nowNanos) {
        long seconds = answer.uint32(TurnAttribute.LIFETIME, DEFAULT_LIFETIME_SECONDS);
        long lifetime = Math.clamp(seconds, 1, LONGEST_LIFETIME_SECONDS) * SECOND_NANOS;
        endNanos = nowNanos + lifetime;
        refreshNanos = nowNanos + lifetime / 2;
    }

    private void refresh(long nowNanos) {
        refreshing = true;
        requests.begin(TurnMethod.REFRESH, writer -> {}, new Refreshing(), nowNanos);
    }

    private final class Refreshing implements TurnTransaction.Ending {
        @Override
        public void succeeded(TurnMessage answer, long nowNanos) {
            refreshing = false;
            live(answer, nowNanos);
        }

        @Override
        public void failed(int code, @Nullable TurnMessage answer, long nowNanos) {
            refreshing = false;
            if (code == TurnTransaction.NO_ANSWER || code >= SERVER_ERROR) {
                refreshNanos = nowNanos + RETRY_NANOS;
            } else {
                fail(TurnFailure.ofRefresh(code));
            }
        }
    }

    /// Takes one message from the server: a datagram, or what a stream was cut into.
    ///
    /// @param buffer lent for the call
    public TurnVerdict handle(byte[] buffer, int offset, int length, long nowNanos) {
        if (length < TurnPeers.CHANNEL_HEADER_BYTES) {
            return TurnVerdict.MALFORMED;
        }
        if ((buffer[offset] & 0xc0) == 0x40) {
            return channelData(buffer, offset, length, nowNanos);
        }
        TurnMessage message = TurnMessage.parse(buffer, offset, length);
        if (message == null) {
            return TurnVerdict.MALFORMED;
        }
        if (message.type() == TurnMethod.DATA_INDICATION) {
            return indication(message, buffer, nowNanos);
        }
        int kind = message.type() & TurnMethod.CLASS_BITS;
        return kind == TurnMethod.SUCCESS || kind == TurnMethod.ERROR
                ? requests.handle(message, nowNanos)
                : TurnVerdict.UNSUPPORTED;
    }

    private TurnVerdict channelData(byte[] buffer, int offset, int length, long nowNanos) {
        int number = uint16(buffer, offset);
        int bytes = uint16(buffer, offset + 2);
        if (TurnPeers.CHANNEL_HEADER_BYTES + bytes > length) {
            return TurnVerdict.MALFORMED;
        }
        InetSocketAddress peer = peers.peerOf(number);
        if (peer == null || state != State.ALLOCATED) {
            return TurnVerdict.UNKNOWN_CHANNEL;
        }
        out.received(buffer, offset + TurnPeers.CHANNEL_HEADER_BYTES, bytes, peer, nowNanos);
        return TurnVerdict.RELAYED;
    }

    private static int uint16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    /// A Data indication (RFC 8656 §11.4).
    private TurnVerdict indication(TurnMessage message, byte[] buffer, long nowNanos) {
        InetSocketAddress peer = message.address(TurnAttribute.XOR_PEER_ADDRESS, true);
        int data = message.find(TurnAttribute.DATA);
        if (peer == null || data < 0) {
            return TurnVerdict.MALFORMED;
        }
        if (state != State.ALLOCATED || !peers.permitted(peer.getAddress(), nowNanos)) {
            return TurnVerdict.FORBIDDEN_PEER;
        }
        out.received(buffer, data, message.length(data), peer, nowNanos);
        return TurnVerdict.RELAYED;
    }

    /// Sends a datagram to a peer by the relay, or lets it wait for the permission. Dropped and
    /// counted: while nothing is allocated, beyond 2048 bytes, to peers of the other family, to
    /// those the server refuses, and to the 65th address.
    ///
    /// @param buffer lent for the call: its bytes are copied
    public void send(byte[] buffer, int offset, int length, InetSocketAddress peer, long nowNanos) {
        if (state == State.ALLOCATED) {
            peers.send(buffer, offset, length, peer, nowNanos);
        } else {
            peers.drop();
        }
    }

    /// Does what is due.
    public void onTimer(long nowNanos) {
        if (state == State.CLOSED) {
            return;
        }
        if (nowNanos >= endNanos) {
            expire();
            return;
        }
        requests.onTimer(nowNanos);
        if (state != State.ALLOCATED) {
            return;
        }
        if (!refreshing && nowNanos >= refreshNanos) {
            refresh(nowNanos);
        }
        peers.onTimer(nowNanos);
    }

    private void expire() {
        if (state == State.CLOSING) {
            end();
        } else {
            fail("the TURN server did not renew the allocation in time");
        }
    }

    /// When [#onTimer] is due next; [Long#MAX_VALUE] for never.
    public long nextDeadlineNanos() {
        if (state == State.CLOSED) {
            return Long.MAX_VALUE;
        }
        long next = Math.min(endNanos, requests.nextDeadlineNanos());
        if (state == State.ALLOCATED) {
            next = Math.min(next, peers.nextDeadlineNanos());
            return refreshing ? next : Math.min(next, refreshNanos);
        }
        return next;
    }

    /// Frees the allocation, also one that is granted while this is under way: go on handling
    /// answers and timers until the state is CLOSED. The output hears of requests alone from now
    /// on.
    public void close(long nowNanos) {
        switch (state) {
            case NEW -> end();
            case ALLOCATING -> {
                state = State.CLOSING;
                requests.insistNoMore();
                endNanos = nowNanos + CLOSE_NANOS;
            }
            case ALLOCATED -> {
                state = State.CLOSING;
                free(nowNanos);
            }
            case CLOSING, CLOSED -> {}
        }
    }

    private void free(long nowNanos) {
        peers.clear();
        requests.clear();
        endNanos = nowNanos + CLOSE_NANOS;
        requests.begin(
                TurnMethod.REFRESH,
                writer -> writer.uint32(TurnAttribute.LIFETIME, 0),
                new TurnTransaction.Ending() {
                    @Override
                    public void succeeded(TurnMessage answer, long nowNanos) {
                        end();
                    }

                    @Override
                    public void failed(int code, @Nullable TurnMessage answer, long nowNanos) {
                        end();
                    }
                },
                nowNanos);
    }

    private void fail(String why) {
        end();
        out.failed(why);
    }

    private void end() {
        state = State.CLOSED;
        requests.clear();
        peers.clear();
    }

    /// The state.
    public State state() {
        return state;
    }

    /// Datagrams to peers that found no way, since the start.
    long dropped() {
        return peers.dropped();
    }
}
