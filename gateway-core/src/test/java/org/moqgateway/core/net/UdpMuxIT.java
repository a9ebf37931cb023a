package org.moqgateway.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UdpMuxIT {

    private static final InetSocketAddress LOCALHOST = new InetSocketAddress("localhost", 0);

    @Test
    void bindsBothLoopbackAddressesToOnePort() throws Exception {
        try (MediaLoops loops = MediaLoops.start(2);
                UdpMux mux = UdpMux.bind(loops, UdpMuxConfig.of(LOCALHOST))) {
            List<InetSocketAddress> addresses = mux.localAddresses();
            assertThat(addresses).allMatch(address -> address.getPort() == mux.port());
            assertThat(addresses.getFirst().getAddress()).isInstanceOf(Inet4Address.class);
            if (addresses.size() == 2) {
                assertThat(addresses.getLast().getAddress()).isInstanceOf(Inet6Address.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void namesAddressAndPortWhenThePortIsInUse(int threads) throws Exception {
        try (MediaLoops loops = MediaLoops.start(threads);
                UdpMux first = UdpMux.bind(loops, UdpMuxConfig.of(LOCALHOST))) {
            InetSocketAddress again = new InetSocketAddress("localhost", first.port());
            assertThatThrownBy(() -> UdpMux.bind(loops, UdpMuxConfig.of(again)).close())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + first.port())
                    .hasMessageContaining("in use");
            assertThatThrownBy(
                            () ->
                                    UdpMux.bindSingle(loops, UdpMuxConfig.of(again), new Inbox())
                                            .close())
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void namesAnAddressThatIsNotOurs() {
        InetSocketAddress foreign = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 0);
        try (MediaLoops loops = MediaLoops.start(1)) {
            assertThatThrownBy(() -> UdpMux.bind(loops, UdpMuxConfig.of(foreign)).close())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("192.0.2.1");
        }
    }

    @Test
    void routesByUfragUntilAnAddressIsBoundAndDropsTheRest() throws Exception {
        try (MediaLoops loops = MediaLoops.start(2);
                UdpMux mux = UdpMux.bind(loops, UdpMuxConfig.of(LOCALHOST));
                DatagramSocket peer = new DatagramSocket(0, loopback("127.0.0.1"))) {
            Inbox inbox = new Inbox();
            UdpMux.Registration registration = mux.register("evtj", inbox);
            byte[] media = media(1, 100);

            send(peer, mux, media);
            send(peer, mux, new byte[] {1, 2, 3});
            send(peer, mux, StunUsernameTest.SAMPLE_REQUEST);
            Inbox.Datagram request = inbox.take();
            assertThat(request.bytes()).isEqualTo(StunUsernameTest.SAMPLE_REQUEST);
            assertThat(request.source().getPort()).isEqualTo(peer.getLocalPort());
            assertThat(mux.stats().droppedUnknown()).isEqualTo(1);
            assertThat(mux.stats().droppedMalformed()).isEqualTo(1);

            registration.bindAddress(request.source());
            send(peer, mux, media);
            assertThat(inbox.take().bytes()).isEqualTo(media);
            assertThat(mux.boundAddresses()).isEqualTo(1);

            registration.removeUfrag("evtj");
            registration.addUfrag("newer");
            registration.unbindAddress(request.source());
            send(peer, mux, media);
            send(peer, mux, StunUsernameTest.SAMPLE_REQUEST);
            awaitUnknown(mux, 3);
            assertThat(mux.stats().droppedUnknown()).isEqualTo(3);
            assertThat(inbox.empty()).isTrue();
            assertThatThrownBy(() -> mux.register("newer", inbox))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void givesAnAddressToWhoBoundItLast() throws Exception {
        try (MediaLoops loops = MediaLoops.start(1);
                UdpMux mux = UdpMux.bind(loops, UdpMuxConfig.of(LOCALHOST));
                DatagramSocket peer = new DatagramSocket(0, loopback("127.0.0.1"))) {
            Inbox first = new Inbox();
            Inbox second = new Inbox();
            UdpMux.Registration one = mux.register("one", first);
            UdpMux.Registration two = mux.register("two", second);
            InetSocketAddress address =
                    new InetSocketAddress(peer.getLocalAddress(), peer.getLocalPort());
            one.bindAddress(address);
            two.bindAddress(address);
            one.unbindAddress(address);
            one.close();
            send(peer, mux, media(1, 50));
            assertThat(second.take().bytes()).hasSize(50);
            two.close();
            assertThat(mux.boundAddresses()).isZero();
            assertThat(mux.registrations()).isZero();
        }
    }

    @Test
    void leavesAnAddressToAPeerThatHoldsItUntilItLetsGo() throws Exception {
        try (MediaLoops loops = MediaLoops.start(1);
                UdpMux mux = UdpMux.bind(loops, UdpMuxConfig.of(LOCALHOST));
                DatagramSocket peer = new DatagramSocket(0, loopback("127.0.0.1"))) {
            Inbox alive = new Inbox();
            Inbox thief = new Inbox();
            UdpMux.Registration one = mux.register("one", alive);
            UdpMux.Registration two = mux.register("two", thief);
            InetSocketAddress address =
                    new InetSocketAddress(peer.getLocalAddress(), peer.getLocalPort());
            one.bindAddress(address);
            alive.hold(address);
            two.bindAddress(address);
            send(peer, mux, media(1, 50));
            assertThat(alive.take().bytes()).hasSize(50);
            one.close();
            two.bindAddress(address);
            send(peer, mux, media(1, 60));
            assertThat(thief.take().bytes()).hasSize(60);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true, false",
        "127.0.0.1, false, false",
        "127.0.0.1, true, true",
        "::1, true, false",
        "::1, false, false",
        "::1, true, true",
    })
    void deliversEveryByteWithAndWithoutSegmentation(
            String host, boolean segmentation, boolean portable) throws Exception {
        assumeTrue(available(host), "no " + host);
        InetSocketAddress bind = new InetSocketAddress(InetAddress.ofLiteral(host), 0);
        UdpMuxConfig config = UdpMuxConfig.of(bind).withSegmentation(segmentation);
        Inbox from = new Inbox();
        Inbox to = new Inbox();
        try (MediaLoops loops = portable ? MediaLoops.startPortable(1) : MediaLoops.start(1);
                UdpMux sending = UdpMux.bindSingle(loops, config, from);
                UdpMux receiving = UdpMux.bindSingle(loops, config, to)) {
            List<byte[]> sent = datagrams();
            PacketSender sender = from.sender();
            from.loop()
                    .execute(
                            () -> {
                                for (byte[] datagram : sent) {
                                    byte[] padded = new byte[datagram.length + 9];
                                    System.arraycopy(datagram, 0, padded, 4, datagram.length);
                                    sender.send(
                                            padded,
                                            4,
                                            datagram.length,
                                            receiving.localAddresses().getFirst());
                                }
                                sender.flush();
                            });
            for (byte[] datagram : sent) {
                assertThat(to.take().bytes()).isEqualTo(datagram);
            }
            assertThat(sending.stats().sent()).isEqualTo(sent.size());
            assertThat(sending.stats().segmentedWrites() > 0)
                    .isEqualTo(segmentation && loops.epoll() && !portable);
        }
    }

    @Test
    void sendsFromAnyThreadInOrder() throws Exception {
        Inbox from = new Inbox();
        Inbox to = new Inbox();
        try (MediaLoops loops = MediaLoops.start(2);
                UdpMux sending = UdpMux.bindSingle(loops, UdpMuxConfig.of(LOCALHOST), from);
                UdpMux receiving = UdpMux.bindSingle(loops, UdpMuxConfig.of(LOCALHOST), to)) {
            for (int i = 0; i < 50; i++) {
                byte[] datagram = media(i, 200);
                from.sender().send(datagram, 0, 200, receiving.localAddresses().getFirst());
            }
            for (int i = 0; i < 50; i++) {
                assertThat(to.take().bytes()).isEqualTo(media(i, 200));
            }
            assertThat(sending.stats().sendFailed()).isZero();
        }
    }

    @Test
    void keepsAPeerOnOneLoopWhereverItsDatagramsAreRead() throws Exception {
        try (MediaLoops loops = MediaLoops.start(4);
                UdpMux mux = UdpMux.bind(loops, UdpMuxConfig.of(LOCALHOST))) {
            Inbox inbox = new Inbox();
            UdpMux.Registration registration = mux.register("evtj", inbox);
            Set<String> threads = new HashSet<>();
            for (int i = 0; i < 32; i++) {
                try (DatagramSocket peer = new DatagramSocket(0, loopback("127.0.0.1"))) {
                    send(peer, mux, StunUsernameTest.SAMPLE_REQUEST);
                    Inbox.Datagram request = inbox.take();
                    registration.bindAddress(request.source());
                    byte[] media = media(i, 333);
                    send(peer, mux, media);
                    Inbox.Datagram got = inbox.take();
                    assertThat(got.bytes()).isEqualTo(media);
                    threads.add(request.thread());
                    threads.add(got.thread());
                }
            }
            assertThat(threads).hasSize(1).allMatch(name -> name.startsWith("media-"));
            assertThat(mux.boundAddresses()).isEqualTo(16);
        }
    }

    @Test
    void dropsAndCountsWhatTheSendQueueDoesNotTake() throws Exception {
        Inbox from = new Inbox();
        Inbox to = new Inbox();
        try (MediaLoops loops = MediaLoops.start(2);
                UdpMux sending = UdpMux.bindSingle(loops, UdpMuxConfig.of(LOCALHOST), from);
                UdpMux receiving = UdpMux.bindSingle(loops, UdpMuxConfig.of(LOCALHOST), to)) {
            PacketSender sender = from.sender();
            InetSocketAddress destination = receiving.localAddresses().getFirst();
            CountDownLatch done = new CountDownLatch(1);
            from.loop()
                    .execute(
                            () -> {
                                for (int i = 0; i < 5000; i++) {
                                    sender.send(media(i, 1200), 0, 1200, destination);
                                }
                                sender.flush();
                                done.countDown();
                            });
            done.await();
            assertThat(sending.stats().sendDropped()).isPositive();
            assertThat(sending.stats().sendDropped() + sending.stats().sent()).isEqualTo(5000);
            sender.send(media(1, 77), 0, 77, destination);
            while (to.take().bytes().length != 77) {
                assertThat(to.size()).isLessThan(5000);
            }
        }
    }

    @Test
    void countsWhatTheKernelRefusesAndGoesOn() throws Exception {
        Inbox from = new Inbox();
        Inbox to = new Inbox();
        InetSocketAddress four = new InetSocketAddress(loopback("127.0.0.1"), 0);
        try (MediaLoops loops = MediaLoops.start(1);
                UdpMux sending = UdpMux.bindSingle(loops, UdpMuxConfig.of(four), from);
                UdpMux receiving = UdpMux.bindSingle(loops, UdpMuxConfig.of(four), to)) {
            InetSocketAddress unreachable =
                    new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 9);
            InetSocketAddress otherFamily = new InetSocketAddress(loopback("::1"), 9);
            from.sender().send(media(1, 100), 0, 100, unreachable);
            from.sender().send(media(1, 100), 0, 100, otherFamily);
            from.sender().send(media(1, 100), 0, 100, receiving.localAddresses().getFirst());
            assertThat(to.take().bytes()).hasSize(100);
            assertThat(sending.stats().sendFailed()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reachesBothFamiliesThroughTheWildcard(boolean portable) throws Exception {
        InetSocketAddress any = new InetSocketAddress(0);
        Inbox inbox = new Inbox();
        try (MediaLoops loops = portable ? MediaLoops.startPortable(1) : MediaLoops.start(1);
                UdpMux mux = UdpMux.bindSingle(loops, UdpMuxConfig.of(any), inbox)) {
            assertThat(mux.hostAddresses())
                    .isNotEmpty()
                    .allMatch(address -> address.getPort() == mux.port())
                    .noneMatch(address -> address.getAddress().isAnyLocalAddress());
            for (String host : List.of("127.0.0.1", "::1")) {
                if (!available(host)) {
                    continue;
                }
                try (DatagramSocket peer = new DatagramSocket(0, loopback(host))) {
                    byte[] media = media(5, 60);
                    peer.send(new DatagramPacket(media, 60, loopback(host), mux.port()));
                    Inbox.Datagram got = inbox.take();
                    assertThat(got.source().getAddress()).isEqualTo(loopback(host));
                    inbox.sender().send(got.bytes(), 0, 60, got.source());
                    DatagramPacket back = new DatagramPacket(new byte[100], 100);
                    peer.setSoTimeout(10_000);
                    peer.receive(back);
                    assertThat(back.getLength()).isEqualTo(60);
                }
            }
        }
    }

    @Test
    void aHandlerThatThrowsHarmsNobody() throws Exception {
        try (MediaLoops loops = MediaLoops.start(1);
                UdpMux mux = UdpMux.bind(loops, UdpMuxConfig.of(LOCALHOST));
                DatagramSocket peer = new DatagramSocket(0, loopback("127.0.0.1"))) {
            mux.register(
                    "evtj",
                    new PeerHandler() {
                        @Override
                        public void attached(MediaLoop loop, PacketSender sender) {
                            throw new IllegalStateException("a test's fault");
                        }

                        @Override
                        public void datagram(
                                byte[] buffer,
                                int offset,
                                int length,
                                InetSocketAddress source,
                                long nowNanos) {
                            throw new IllegalStateException("a test's fault");
                        }
                    });
            Inbox inbox = new Inbox();
            mux.register("other", inbox)
                    .bindAddress(
                            new InetSocketAddress(peer.getLocalAddress(), peer.getLocalPort()));
            send(peer, mux, StunUsernameTest.SAMPLE_REQUEST);
            send(peer, mux, media(1, 40));
            assertThat(inbox.take().bytes()).hasSize(40);
        }
    }

    @Test
    void forgetsAThousandPeers() throws Exception {
        try (MediaLoops loops = MediaLoops.start(2);
                UdpMux mux = UdpMux.bind(loops, UdpMuxConfig.of(LOCALHOST))) {
            for (int i = 0; i < 1000; i++) {
                UdpMux.Registration registration = mux.register("ufrag" + i, new Inbox());
                registration.addUfrag("second" + i);
                registration.bindAddress(new InetSocketAddress(loopback("127.0.0.1"), 1000 + i));
                registration.bindAddress(new InetSocketAddress(loopback("::1"), 1000 + i));
                assertThat(mux.registrations()).isEqualTo(1);
                registration.close();
                registration.close();
            }
            assertThat(mux.registrations()).isZero();
            assertThat(mux.boundAddresses()).isZero();
            mux.register("ufrag1", new Inbox());
        }
    }

    @Test
    void leavesNoThreadAndNoDescriptorBehind() throws Exception {
        openAndClose();
        long descriptors = descriptors();
        for (int i = 0; i < 20; i++) {
            openAndClose();
        }
        assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("media-"));
    }

    private static void openAndClose() throws IOException {
        try (MediaLoops loops = MediaLoops.start(3);
                UdpMux mux = UdpMux.bind(loops, UdpMuxConfig.of(LOCALHOST));
                UdpMux single = UdpMux.bindSingle(loops, UdpMuxConfig.of(LOCALHOST), new Inbox())) {
            assertThat(mux.port()).isNotEqualTo(single.port());
        }
    }

    private static long descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }

    /// Runs of equal length, shorter ends, longer ones after shorter ones, more than one write's
    /// worth.
    private static List<byte[]> datagrams() {
        Random random = new Random(8);
        List<byte[]> datagrams = new ArrayList<>();
        for (int run = 0; run < 12; run++) {
            int length = 20 + random.nextInt(1180);
            for (int i = 0; i < 1 + random.nextInt(90); i++) {
                datagrams.add(media(random.nextInt(), length));
            }
            datagrams.add(media(run, 13 + random.nextInt(length)));
        }
        return datagrams;
    }

    private static byte[] media(int seed, int length) {
        byte[] datagram = new byte[length];
        new Random(seed).nextBytes(datagram);
        datagram[0] = (byte) 0x80;
        return datagram;
    }

    private static void send(DatagramSocket from, UdpMux to, byte[] bytes) throws IOException {
        from.send(new DatagramPacket(bytes, bytes.length, loopback("127.0.0.1"), to.port()));
    }

    private static void awaitUnknown(UdpMux mux, long count) throws InterruptedException {
        for (int i = 0; i < 1000 && mux.stats().droppedUnknown() < count; i++) {
            Thread.sleep(5);
        }
    }

    private static boolean available(String host) {
        try (DatagramSocket socket = new DatagramSocket(0, loopback(host))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static InetAddress loopback(String literal) {
        return InetAddress.ofLiteral(literal);
    }
}
