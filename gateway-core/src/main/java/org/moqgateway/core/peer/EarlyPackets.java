package org.moqgateway.core.peer;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/// SRTP that overtakes the end of our handshake: the peer has its keys one flight before us when we
/// are the DTLS client, and may send its first keyframe at once. Kept, up to a bound, until we can
/// decrypt it. One thread.
final class EarlyPackets {
    /// A large keyframe; what comes beyond it is dropped, and asked for again by NACK.
    private static final int MAX_DATAGRAMS = 64;

    private final Queue<byte[]> kept = new ArrayDeque<>();

    /// Takes the packets.
    @FunctionalInterface
    interface Receiver {
        /// Takes one packet.
        ///
        /// @param buffer the receiver's
        void packet(byte[] buffer, int length);
    }

    /// Keeps a copy.
    ///
    /// @return false when too many are kept
    boolean keep(byte[] buffer, int offset, int length) {
        if (kept.size() >= MAX_DATAGRAMS) {
            return false;
        }
        byte[] copy = Arrays.copyOfRange(buffer, offset, offset + length);
        return kept.add(copy);
    }

    /// Hands everything over in the order of arrival, and forgets it.
    void release(Receiver receiver) {
        for (byte[] datagram = kept.poll(); datagram != null; datagram = kept.poll()) {
            receiver.packet(datagram, datagram.length);
        }
    }

    /// Forgets everything.
    void clear() {
        kept.clear();
    }
}
