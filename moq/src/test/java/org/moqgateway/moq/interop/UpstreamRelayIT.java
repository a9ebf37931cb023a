package org.moqgateway.moq.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moqgateway.moq.model.AnnounceListener;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupProducer;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.OriginId;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.Route;
import org.moqgateway.moq.model.TrackConsumer;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;
import org.moqgateway.moq.session.Grant;
import org.moqgateway.moq.session.MoqServer;
import org.moqgateway.moq.session.MoqSession;
import org.moqgateway.moq.session.SessionConfig;
import org.moqgateway.moq.session.SessionMetrics;
import org.moqgateway.moq.session.SessionSettings;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.Dialer;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.netty.NettyQuicDialer;
import org.moqgateway.moq.transport.netty.NettyQuicServer;
import org.moqgateway.moq.transport.netty.QuicServerConfig;
import org.moqgateway.moq.transport.quic.QuicFront;
import org.moqgateway.moq.transport.tls.SelfSigned;
import org.moqgateway.moq.transport.tls.TlsTrust;
import org.moqgateway.moq.transport.webtransport.WebTransportDialer;
import org.moqgateway.moq.wire.MoqVersion;

/// Tracks of ours through upstream's relay and back, and read by upstream's client.
class UpstreamRelayIT {
    private static final Pattern LISTENING = Pattern.compile("listening addr=\\S+:(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final NettyQuicDialer QUIC = new NettyQuicDialer(QuicLimits.DEFAULT);

    @BeforeAll
    static void needsTheNativeLibrary() {
        assumeTrue(NettyQuicServer.available());
    }

    @AfterAll
    static void close() {
        QUIC.close();
    }

    private static Path program(String name) {
        Optional<Path> found = UpstreamProgram.find(name);
        assumeTrue(found.isPresent(), name + " is not here");
        return found.orElseThrow();
    }

    private static Connection dial(String binding, InetSocketAddress address, String version)
            throws Exception {
        Dialer dialer =
                binding.equals("quic") ? QUIC : new WebTransportDialer(QUIC, QuicLimits.DEFAULT);
        return dialer.dial(
                new DialTarget(
                        URI.create("https://localhost:" + address.getPort() + "/"),
                        address,
                        List.of(version),
                        new TlsTrust.Anything(),
                        PATIENCE));
    }

    private static UpstreamProgram relay(String... more) throws Exception {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--listen",
                                "127.0.0.1:0",
                                "--listen-tls-generate",
                                "localhost",
                                "--auth-public",
                                "**"));
        arguments.addAll(List.of(more));
        return UpstreamProgram.start(program("moq-relay"), arguments);
    }

    private static InetSocketAddress listening(UpstreamProgram relay) throws InterruptedException {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(),
                Integer.parseInt(relay.await(LISTENING).group(1)));
    }

    private static NettyQuicServer serve(Origin origin) throws Exception {
        MoqServer server =
                new MoqServer(
                        origin,
                        _ -> CompletableFuture.completedFuture(Grant.everything()),
                        SessionSettings.defaults(),
                        new SessionMetrics());
        List<String> protocols = MoqVersion.standard().stream().map(MoqVersion::id).toList();
        QuicFront front = new QuicFront(QuicLimits.DEFAULT, protocols, server);
        SelfSigned identity = SelfSigned.forHosts(List.of("localhost"));
        return NettyQuicServer.bind(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new QuicServerConfig(identity, front.applicationProtocols(), QuicLimits.DEFAULT),
                front);
    }

    private static MoqSession join(
            String binding, InetSocketAddress relay, MoqVersion version, Origin origin)
            throws Exception {
        SessionConfig config =
                new SessionConfig(
                        origin,
                        Grant.everything(),
                        "/",
                        null,
                        SessionSettings.defaults(),
                        new SessionMetrics());
        return MoqSession.client(dial(binding, relay, version.id()), config);
    }

    private static CompletableFuture<String> announced(Origin origin, String path) {
        CompletableFuture<String> heard = new CompletableFuture<>();
        origin.listen(
                "",
                OriginId.UNKNOWN,
                new AnnounceListener() {
                    @Override
                    public void announced(String live, Route route) {
                        if (live.equals(path)) {
                            heard.complete(live);
                        }
                    }

                    @Override
                    public void unannounced(String over) {
                        // It is not waited for.
                    }
                });
        return heard;
    }

    private static List<String> read(TrackConsumer track, int frames) throws InterruptedException {
        LinkedBlockingQueue<Boolean> woken = new LinkedBlockingQueue<>();
        track.onAvailable(() -> woken.add(true));
        List<String> texts = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (texts.size() < frames) {
            Poll<Frame> next = track.pollFrame();
            if (next instanceof Poll.Ready(Frame frame)) {
                texts.add(new String(frame.payload(), StandardCharsets.UTF_8));
            } else if (next instanceof Poll.Pending) {
                Boolean came = woken.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                assertThat(came).as("after " + texts).isNotNull();
            } else {
                assertThat(next).as("after " + texts).isInstanceOf(Poll.Skipped.class);
            }
        }
        return texts;
    }

    private static Frame frame(long timestampUs, String text) {
        return new Frame(timestampUs, text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0} in {1}, out {2}")
    @CsvSource({
        "quic, LITE_03, LITE_03",
        "quic, LITE_04, LITE_04",
        "quic, LITE_05, LITE_05",
        "quic, LITE_03, LITE_05",
        "quic, LITE_05, LITE_04",
        "webtransport, LITE_05, LITE_05",
        "webtransport, LITE_04, LITE_03"
    })
    void publishesThroughTheRelayAndReadsBack(String binding, MoqVersion in, MoqVersion out)
            throws Exception {
        try (UpstreamProgram relay = relay()) {
            InetSocketAddress address = listening(relay);
            Origin here = new Origin();
            Origin there = new Origin();
            try (MoqSession publisher = join(binding, address, in, here);
                    MoqSession subscriber = join(binding, address, out, there)) {
                TrackProducer track =
                        here.createBroadcast("room/cam").createTrack(TrackInfo.media("video", 1));
                announced(there, "room/cam").get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                GroupProducer group = track.appendGroup(System.nanoTime());
                group.write(frame(1_000_000, "key"));
                TrackConsumer reader =
                        there.broadcast("room/cam")
                                .orElseThrow()
                                .track("video")
                                .orElseThrow()
                                .maxLatencyUs(10_000_000);
                assertThat(read(reader, 1)).containsExactly("key");
                group.write(frame(1_040_000, "delta"));
                group.finish();
                assertThat(read(reader, 1)).containsExactly("delta");
                track.writeGroup(frame(2_000_000, "next"), System.nanoTime());
                assertThat(read(reader, 1)).containsExactly("next");
                reader.close();
                assertThat(publisher.closed()).isNotDone();
                assertThat(subscriber.closed()).isNotDone();
            } catch (AssertionError | Exception e) {
                throw new AssertionError(String.join("\n", relay.seen()), e);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "moqt, moq-lite-03",
        "moqt, moq-lite-04",
        "moqt, moq-lite-05",
        "https, moq-lite-05"
    })
    void isReadByTheClient(String scheme, String version) throws Exception {
        Path client = program("moq");
        Origin origin = new Origin();
        TrackProducer track =
                origin.createBroadcast("room/cam").createTrack(TrackInfo.media("video", 1));
        try (NettyQuicServer quic = serve(origin)) {
            track.writeGroup(frame(0, "old"), System.nanoTime());
            GroupProducer group = track.appendGroup(System.nanoTime());
            group.write(frame(1_000_000, "key,"));
            group.write(frame(1_040_000, "delta\n"));
            group.finish();
            track.finish();
            String uri = scheme + "://127.0.0.1:" + quic.localAddress().getPort() + "/";
            try (UpstreamProgram reading =
                    UpstreamProgram.start(
                            client,
                            List.of(
                                    "--connect",
                                    uri,
                                    "--connect-version",
                                    version,
                                    "--connect-tls-insecure",
                                    "--broadcast",
                                    "room/cam",
                                    "fetch",
                                    "video"))) {
                reading.await(Pattern.compile("key,delta"));
            }
        }
    }

    @Test
    void isOneClusterWithTheRelay() throws Exception {
        Origin ours = new Origin();
        Origin client = new Origin();
        try (NettyQuicServer quic = serve(ours);
                UpstreamProgram relay =
                        relay(
                                "--cluster-connect",
                                "https://127.0.0.1:" + quic.localAddress().getPort() + "/",
                                "--connect-tls-insecure");
                MoqSession session = join("quic", listening(relay), MoqVersion.LITE_05, client)) {
            carries(client, ours, "from/client");
            carries(ours, client, "from/ours");
            assertThat(session.closed()).isNotDone();
        }
    }

    private static void carries(Origin from, Origin to, String path) throws Exception {
        TrackProducer track = from.createBroadcast(path).createTrack(TrackInfo.media("video", 1));
        track.writeGroup(frame(1_000_000, "first"), System.nanoTime());
        announced(to, path).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        TrackConsumer reader =
                to.broadcast(path)
                        .orElseThrow()
                        .track("video")
                        .orElseThrow()
                        .maxLatencyUs(10_000_000);
        assertThat(read(reader, 1)).containsExactly("first");
        track.writeGroup(frame(2_000_000, "second"), System.nanoTime());
        assertThat(read(reader, 1)).containsExactly("second");
        reader.close();
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(UpstreamProgram.find("no-such-program-of-upstream")).isEmpty();
    }
}
