package org.moqgateway.moq.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.quic.QuicConnectionIdGenerator;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/// Connection ids that name the socket whose codec knows the connection.
///
///     socket number  1 byte
///     random        11 bytes
///
/// The kernel spreads the clients of a shared port over its sockets by their address and port. A
/// client whose address changes is then read elsewhere, but still sends one of these ids in the
/// short header of all its packets (RFC 9000 §17.3.1).
///
/// @param socket 0..255
record ConnectionIds(int socket) implements QuicConnectionIdGenerator {
    static final int LENGTH = 12;

    /// A connection whose socket cannot be told from its packet.
    static final int UNKNOWN = -1;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LONG_HEADER = 0x80;

    /// The socket that a datagram is meant for, or [#UNKNOWN] in a handshake, whose ids are chosen
    /// by the client and whose datagrams all come by one way.
    static int socketOf(ByteBuf datagram) {
        int start = datagram.readerIndex();
        if (datagram.readableBytes() <= LENGTH || (datagram.getByte(start) & LONG_HEADER) != 0) {
            return UNKNOWN;
        }
        return datagram.getUnsignedByte(start + 1);
    }

    @Override
    public ByteBuffer newId(int length) {
        byte[] id = new byte[length];
        RANDOM.nextBytes(id);
        id[0] = (byte) socket;
        return ByteBuffer.wrap(id);
    }

    @Override
    public ByteBuffer newId(ByteBuffer input, int length) {
        return newId(length);
    }

    @Override
    public int maxConnectionIdLength() {
        return LENGTH;
    }

    @Override
    public boolean isIdempotent() {
        return false;
    }
}
