package org.moqgateway.core.turn;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The peers of one allocation: whom the server lets through, by which channels, and the way of
/// each datagram.
///
/// A channel is asked for with the first datagram to a peer that is no STUN message: then ICE has
/// found its pair.
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
///     |  Channel Number 0x4000-0x4fff |    Length of the datagram     |
///     |  the datagram, in a stream padded to 4 bytes                  |
final class TurnPeers {

    static final int CHANNEL_HEADER_BYTES = 4;
    static final int FIRST_CHANNEL = 0x4000;
    static final int MOST_DATAGRAM_BYTES = 2048;

    private static final int MOST_CHANNELS = 16;
    private static final int MOST_PERMISSIONS = 64;
    private static final int ALLOCATION_MISMATCH = 437;
    private static final int INDICATION_OVERHEAD = 20 + 24 + 4 + 3;
    private static final int FIRST_BYTE_AFTER_STUN = 4;

    /// Told when the server knows the allocation no longer.
    interface Loss {
        void allocationGone();
    }

    private final TurnRequests requests;
    private final TurnOutput out;
    private final SplittableRandom random;
    private final boolean stream;
    private final Loss loss;
    private final Map<InetAddress, TurnPermission> permissions = new HashMap<>();
    private final Map<InetSocketAddress, TurnChannel> byPeer = new HashMap<>();
    private final List<TurnChannel> channels = new ArrayList<>();
    private final byte[] scratch = new byte[MOST_DATAGRAM_BYTES + INDICATION_OVERHEAD];
    private final byte[] indicationId = new byte[TurnMessage.ID_BYTES];
    private boolean relayIsFour;
    private long dropped;

    TurnPeers(
            TurnRequests requests,
            TurnOutput out,
            SplittableRandom random,
            boolean stream,
            Loss loss) {
        this.requests = requests;
        this.out = out;
        this.random = random;
        this.stream = stream;
        this.loss = loss;
    }

    /// From now on there is an address to send from.
    void allocated(InetSocketAddress relayed) {
        relayIsFour = relayed.getAddress() instanceof Inet4Address;
    }

    void send(byte[] buffer, int offset, int length, InetSocketAddress peer, long nowNanos) {
        TurnChannel channel = byPeer.get(peer);
        if (length > MOST_DATAGRAM_BYTES) {
            dropped++;
        } else if (channel != null && channel.valid(nowNanos)) {
            channel.use();
            channelData(buffer, offset, length, channel);
        } else if (peer.getAddress() instanceof Inet4Address == relayIsFour) {
            sendUnbound(buffer, offset, length, peer, nowNanos);
        } else {
            dropped++;
        }
    }

    private void sendUnbound(
            byte[] buffer, int offset, int length, InetSocketAddress peer, long nowNanos) {
        TurnPermission permission = permissions.get(peer.getAddress());
        if (permission == null && permissions.size() < MOST_PERMISSIONS) {
            permission = new TurnPermission();
            permissions.put(peer.getAddress(), permission);
            if (permission.keep(buffer, offset, length, peer)) {
                ask(permission, peer, nowNanos);
            }
        } else if (permission != null && permission.valid(nowNanos)) {
            permission.use();
            indication(buffer, offset, length, peer);
            if (length > 0 && (buffer[offset] & 0xff) >= FIRST_BYTE_AFTER_STUN) {
                wantChannel(peer, nowNanos);
            }
        } else if (permission == null
                || !permission.asking()
                || !permission.keep(buffer, offset, length, peer)) {
            dropped++;
        }
    }

    private void channelData(byte[] buffer, int offset, int length, TurnChannel channel) {
        uint16(0, channel.number());
        uint16(2, length);
        System.arraycopy(buffer, offset, scratch, CHANNEL_HEADER_BYTES, length);
        int end = CHANNEL_HEADER_BYTES + length;
        while (stream && end % 4 != 0) {
            scratch[end++] = 0;
        }
        out.data(scratch, 0, end);
    }

    /// A Send indication (RFC 8656 §11.1).
    private void indication(byte[] buffer, int offset, int length, InetSocketAddress peer) {
        random.nextBytes(indicationId);
        uint16(0, TurnMethod.SEND_INDICATION);
        uint16(4, TurnMessage.MAGIC_COOKIE >>> 16);
        uint16(6, TurnMessage.MAGIC_COOKIE);
        System.arraycopy(indicationId, 0, scratch, 8, TurnMessage.ID_BYTES);
        int at =
                TurnWriter.xorAddress(
                        scratch,
                        TurnMessage.HEADER_BYTES,
                        TurnAttribute.XOR_PEER_ADDRESS,
                        peer,
                        indicationId);
        uint16(at, TurnAttribute.DATA);
        uint16(at + 2, length);
        System.arraycopy(buffer, offset, scratch, at + 4, length);
        int end = at + 4 + length;
        while (end % 4 != 0) {
            scratch[end++] = 0;
        }
        uint16(2, end - TurnMessage.HEADER_BYTES);
        out.data(scratch, 0, end);
    }

    private void uint16(int at, int value) {
        scratch[at] = (byte) (value >> 8);
        scratch[at + 1] = (byte) value;
    }

    private void ask(TurnPermission permission, InetSocketAddress peer, long nowNanos) {
        permission.asked();
        requests.begin(
                TurnMethod.CREATE_PERMISSION,
                writer -> writer.xorAddress(TurnAttribute.XOR_PEER_ADDRESS, peer),
                new TurnTransaction.Ending() {
                    @Override
                    public void succeeded(TurnMessage answer, long nowNanos) {
                        permission.granted(nowNanos);
                        sendWaiting(permission, nowNanos);
                    }

                    @Override
                    public void failed(int code, @Nullable TurnMessage answer, long nowNanos) {
                        dropped += permission.waiting().size();
                        permission.refused(nowNanos);
                        endIfGone(code);
                    }
                },
                nowNanos);
    }

    private void sendWaiting(TurnPermission permission, long nowNanos) {
        TurnPermission.Waiting next = permission.waiting().poll();
        while (next != null) {
            byte[] bytes = next.bytes();
            send(bytes, 0, bytes.length, next.peer(), nowNanos);
            next = permission.waiting().poll();
        }
    }

    private void wantChannel(InetSocketAddress peer, long nowNanos) {
        TurnChannel known = byPeer.get(peer);
        TurnChannel channel = known == null ? newChannel(peer, nowNanos) : known;
        if (channel != null && channel.askable(nowNanos)) {
            bind(channel, nowNanos);
        }
    }

    /// Gives a peer the next number, or one that has not been another's for long; null when there
    /// is none.
    private @Nullable TurnChannel newChannel(InetSocketAddress peer, long nowNanos) {
        if (channels.size() < MOST_CHANNELS) {
            TurnChannel first = new TurnChannel(FIRST_CHANNEL + channels.size(), peer);
            channels.add(first);
            byPeer.put(peer, first);
            return first;
        }
        for (TurnChannel old : channels) {
            if (old.free(nowNanos)) {
                TurnChannel again = new TurnChannel(old.number(), peer);
                channels.set(old.number() - FIRST_CHANNEL, again);
                byPeer.remove(old.peer());
                byPeer.put(peer, again);
                return again;
            }
        }
        return null;
    }

    private void bind(TurnChannel channel, long nowNanos) {
        channel.asked(nowNanos);
        requests.begin(
                TurnMethod.CHANNEL_BIND,
                writer ->
                        writer.uint32(TurnAttribute.CHANNEL_NUMBER, channel.number() << 16)
                                .xorAddress(TurnAttribute.XOR_PEER_ADDRESS, channel.peer()),
                new TurnTransaction.Ending() {
                    @Override
                    public void succeeded(TurnMessage answer, long nowNanos) {
                        channel.granted(nowNanos);
                        TurnPermission permission = permissions.get(channel.peer().getAddress());
                        if (permission != null) {
                            permission.granted(nowNanos);
                        }
                    }

                    @Override
                    public void failed(int code, @Nullable TurnMessage answer, long nowNanos) {
                        channel.refused(nowNanos);
                        endIfGone(code);
                    }
                },
                nowNanos);
    }

    private void endIfGone(int code) {
        if (code == ALLOCATION_MISMATCH) {
            loss.allocationGone();
        }
    }

    /// The peer that a channel was ever bound to, or null.
    @Nullable InetSocketAddress peerOf(int number) {
        int index = number - FIRST_CHANNEL;
        boolean known = index >= 0 && index < channels.size() && channels.get(index).bound();
        return known ? channels.get(index).peer() : null;
    }

    /// Whether peers at this address may send to us.
    boolean permitted(InetAddress address, long nowNanos) {
        TurnPermission permission = permissions.get(address);
        return permission != null && permission.valid(nowNanos);
    }

    /// Renews what is in use, lets the rest go.
    void onTimer(long nowNanos) {
        for (TurnChannel channel : channels) {
            if (channel.dueNanos() <= nowNanos && channel.renew(nowNanos)) {
                bind(channel, nowNanos);
            }
        }
        for (InetAddress address : List.copyOf(permissions.keySet())) {
            TurnPermission permission = permissions.get(address);
            if (permission == null || permission.dueNanos() > nowNanos) {
                continue;
            }
            if (permission.worthRenewing(nowNanos)) {
                ask(permission, new InetSocketAddress(address, 0), nowNanos);
            } else if (permission.valid(nowNanos)) {
                permission.lapse();
            } else {
                permissions.remove(address);
            }
        }
    }

    /// When [#onTimer] is due, [Long#MAX_VALUE] for never.
    long nextDeadlineNanos() {
        long next = Long.MAX_VALUE;
        for (TurnChannel channel : channels) {
            next = Math.min(next, channel.dueNanos());
        }
        for (TurnPermission permission : permissions.values()) {
            next = Math.min(next, permission.dueNanos());
        }
        return next;
    }

    void clear() {
        permissions.clear();
        channels.clear();
        byPeer.clear();
    }

    /// Counts a datagram that could not even be tried.
    void drop() {
        dropped++;
    }

    /// Datagrams that found no way.
    long dropped() {
        return dropped;
    }
}
