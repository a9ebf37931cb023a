package org.moqgateway.server.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A bad network on loopback: a UDP address translator in front of a server that loses, delays,
/// reorders and repeats datagrams in both directions. Each client gets a port of its own towards
/// the server, as behind a NAT.
///
/// The first datagrams of a client pass unharmed, so that tests measure media, not handshakes.
final class LossyProxy implements AutoCloseable {
    private static final int UNHARMED = 40;
    private static final int MAX_DATAGRAM = 2048;

    private final Conditions conditions;
    private final InetSocketAddress server;
    private final DatagramSocket front;
    private final Map<SocketAddress, DatagramSocket> upstreams = new ConcurrentHashMap<>();
    private final ScheduledExecutorService wire = Executors.newSingleThreadScheduledExecutor();
    private final Random random;
    private final AtomicLong seen = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    /// What the network does.
    ///
    /// @param loss share of datagrams that vanish, 0..1
    /// @param duplication share that arrive twice
    /// @param jitterMillis greatest extra delay; reorders by itself
    /// @param seed of the dice
    record Conditions(double loss, double duplication, int jitterMillis, long seed) {}

    LossyProxy(int serverPort, Conditions conditions) {
        this.conditions = conditions;
        this.random = new Random(conditions.seed());
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
        this.front = socket();
        Thread.ofVirtual().start(() -> pump(front, this::fromClient));
    }

    private static DatagramSocket socket() {
        try {
            return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    int port() {
        return front.getLocalPort();
    }

    /// Datagrams that vanished so far.
    long lost() {
        return lost.get();
    }

    private interface Handler {
        void handle(DatagramPacket datagram);
    }

    private static void pump(DatagramSocket from, Handler handler) {
        byte[] buffer = new byte[MAX_DATAGRAM];
        while (!from.isClosed()) {
            DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
            try {
                from.receive(datagram);
            } catch (IOException closed) {
                return;
            }
            handler.handle(datagram);
        }
    }

    private void fromClient(DatagramPacket datagram) {
        SocketAddress client = datagram.getSocketAddress();
        DatagramSocket upstream =
                upstreams.computeIfAbsent(
                        client,
                        address -> {
                            DatagramSocket opened = socket();
                            Thread.ofVirtual()
                                    .start(
                                            () ->
                                                    pump(
                                                            opened,
                                                            back -> forward(back, front, address)));
                            return opened;
                        });
        forward(datagram, upstream, server);
    }

    private void forward(DatagramPacket datagram, DatagramSocket from, SocketAddress to) {
        byte[] bytes = new byte[datagram.getLength()];
        System.arraycopy(datagram.getData(), datagram.getOffset(), bytes, 0, bytes.length);
        boolean harmed = seen.incrementAndGet() > UNHARMED;
        double fate;
        synchronized (random) {
            fate = random.nextDouble();
        }
        if (harmed && fate < conditions.loss()) {
            lost.incrementAndGet();
            return;
        }
        send(bytes, from, to, harmed);
        if (harmed && fate > 1 - conditions.duplication()) {
            send(bytes, from, to, true);
        }
    }

    private void send(byte[] bytes, DatagramSocket from, SocketAddress to, boolean harmed) {
        int delay;
        synchronized (random) {
            delay = harmed ? random.nextInt(conditions.jitterMillis() + 1) : 0;
        }
        ScheduledFuture<?> unused =
                wire.schedule(
                        () -> {
                            try {
                                from.send(new DatagramPacket(bytes, bytes.length, to));
                            } catch (IOException closed) {
                                lost.incrementAndGet();
                            }
                        },
                        delay,
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        wire.shutdownNow();
        front.close();
        upstreams.values().forEach(DatagramSocket::close);
    }
}
