package org.moqgateway.moq.transport.kwik;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A server's socket that reports no error before it is closed, because Kwik ends the whole process
/// when receiving fails once. When receiving fails for good, the server is told to end.
class SteadySocket extends DatagramSocket {
    /// Failures in a row, a pause apart, after which there is no hope.
    static final int MAX_FAILURES = 100;

    private static final int BUFFER_BYTES = 4 << 20;
    private static final long PAUSE_NANOS = 10_000_000L;
    private static final int LONG_HEADER_TYPE = 0xf0;
    private static final int INITIAL = 0xc0;

    private final BooleanSupplier crowded;
    private final Runnable onBroken;

    /// Binds.
    ///
    /// @param crowded whether who wants to connect is not listened to
    /// @param onBroken runs once on the receiving thread, and must not wait for it
    SteadySocket(InetSocketAddress bind, BooleanSupplier crowded, Runnable onBroken)
            throws SocketException {
        super(bind);
        this.crowded = crowded;
        this.onBroken = onBroken;
        setReceiveBufferSize(BUFFER_BYTES);
        setSendBufferSize(BUFFER_BYTES);
    }

    @Override
    public void receive(DatagramPacket packet) throws IOException {
        int failures = 0;
        while (true) {
            try {
                receiveOnce(packet);
                failures = 0;
                if (!initial(packet) || !crowded.getAsBoolean()) {
                    return;
                }
                packet.setLength(packet.getData().length);
            } catch (IOException e) {
                if (isClosed()) {
                    throw e;
                }
                failures++;
                if (failures == MAX_FAILURES) {
                    onBroken.run();
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /// What may fail.
    void receiveOnce(DatagramPacket packet) throws IOException {
        super.receive(packet);
    }

    /// Whether it begins with an Initial packet of QUIC 1 (RFC 9000 §17.2.2).
    private static boolean initial(DatagramPacket packet) {
        return packet.getLength() > 0
                && (packet.getData()[packet.getOffset()] & LONG_HEADER_TYPE) == INITIAL;
    }
}
