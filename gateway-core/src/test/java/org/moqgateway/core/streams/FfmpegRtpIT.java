package org.moqgateway.core.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moqgateway.codecs.EncodedFrame;

/// FFmpeg's own payload formats, over plain RTP: a peer that was not written here, for every codec.
@Timeout(60)
class FfmpegRtpIT {
    private static final int SOCKET_BYTES = 4 << 20;
    private static final int IDLE_MILLIS = 300;

    /// FFmpeg writes temporal id 0 into every fragment of H.265, so that the other ones are lost.
    static List<StreamRecipe> cutByFfmpeg() {
        return StreamRecipes.all().stream()
                .filter(recipe -> !recipe.large() && !recipe.name().equals("temporal layers"))
                .toList();
    }

    /// Two of each format: FFmpeg takes its time to find out what it receives.
    static List<StreamRecipe> cutHere() {
        return Arrays.stream(StreamFormat.values())
                .flatMap(
                        format ->
                                StreamRecipes.all().stream()
                                        .filter(recipe -> recipe.format() == format)
                                        .limit(2))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cutByFfmpeg")
    void restoresWhatFfmpegCutIntoPackets(StreamRecipe recipe) throws IOException {
        RealStream stream = RealStream.of(recipe);
        try (DatagramSocket socket = socket()) {
            CompletableFuture<FfmpegProgram.Result> sender =
                    CompletableFuture.supplyAsync(() -> send(stream, socket.getLocalPort()));
            PacketPath path = new PacketPath(recipe.format());
            path.deliver(packets(socket, sender));

            assertThat(path.drops()).isEmpty();
            assertThat(path.frames())
                    .extracting(EncodedFrame::payload)
                    .containsExactlyElementsOf(stream.frames());
            assertThat(path.frames())
                    .extracting(EncodedFrame::keyframe)
                    .isEqualTo(stream.keyframes());
        }
    }

    private static FfmpegProgram.Result send(RealStream stream, int port) {
        String url = "rtp://127.0.0.1:%1$d?pkt_size=1200&rtcpport=%1$d".formatted(port);
        String clock = "setts=ts=N*3000:time_base=1/90000";
        String file = stream.path().toString();
        return FfmpegProgram.unpacked()
                .run(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-i",
                        file,
                        "-c",
                        "copy",
                        "-bsf:v",
                        clock,
                        "-strict",
                        "experimental",
                        "-f",
                        "rtp",
                        url);
    }

    /// Everything until FFmpeg has ended and nothing is under way any more, but for its reports.
    private static List<byte[]> packets(
            DatagramSocket socket, CompletableFuture<FfmpegProgram.Result> sender)
            throws IOException {
        List<byte[]> packets = new ArrayList<>();
        DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
        boolean last = false;
        while (!last) {
            boolean ended = sender.isDone();
            try {
                socket.receive(packet);
                byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
                if (bytes[1] != (byte) 200 && bytes[1] != (byte) 203) {
                    packets.add(bytes);
                }
            } catch (SocketTimeoutException idle) {
                last = ended;
            }
        }
        assertThat(sender.join().complaints()).isEmpty();
        return packets;
    }

    private static DatagramSocket socket() throws SocketException {
        DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setReceiveBufferSize(SOCKET_BYTES);
        socket.setSoTimeout(IDLE_MILLIS);
        return socket;
    }

    @ParameterizedTest
    @MethodSource("cutHere")
    void ffmpegDecodesWhatWasCutIntoPacketsHere(StreamRecipe recipe) throws IOException {
        RealStream stream = RealStream.of(recipe);
        List<String> pictures = stream.pictures(stream.path());
        try (DatagramSocket socket = socket()) {
            int port = freePort();
            CompletableFuture<List<String>> shown =
                    CompletableFuture.supplyAsync(() -> receive(stream, port, pictures.size()));
            // FFmpeg binds a socket before it makes its buffer large enough, and RTCP's comes last.
            awaitListener(port + 1, shown);
            socket.connect(InetAddress.getLoopbackAddress(), port);
            send(stream, socket);

            assertThat(shown.join()).isEqualTo(pictures);
        }
    }

    /// Once and once more, since FFmpeg tells a picture only when the next one begins.
    private static void send(RealStream stream, DatagramSocket socket) throws IOException {
        List<byte[]> packets = new ArrayList<>();
        PacketPath path = new PacketPath(stream.recipe().format());
        for (int round = 0; round < 2; round++) {
            int first = round * stream.frames().size();
            path.send(stream.frames(), first, 1200, packets::addAll);
        }
        for (byte[] packet : packets) {
            socket.send(new DatagramPacket(packet, packet.length));
        }
    }

    private static List<String> receive(RealStream stream, int port, int pictures) {
        try {
            String name = stream.path().getFileName() + ".sdp";
            Path sdp = stream.path().resolveSibling(name);
            Files.writeString(sdp, sdp(stream.recipe().format(), port), StandardCharsets.UTF_8);
            return stream.pictures(
                    List.of("-protocol_whitelist", "file,udp,rtp", "-buffer_size", "4000000"),
                    sdp,
                    List.of("-frames:v", Integer.toString(pictures)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String sdp(StreamFormat format, int port) {
        return """
        v=0
        o=- 0 0 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=video %d RTP/AVP 96
        a=rtpmap:96 %s/90000
        """
                .formatted(port, format);
    }

    /// An even port that is free with the next one: FFmpeg takes that for RTCP.
    private static int freePort() throws IOException {
        while (true) {
            try (DatagramSocket one = socket();
                    DatagramSocket _ =
                            new DatagramSocket(
                                    new InetSocketAddress(
                                            InetAddress.getLoopbackAddress(),
                                            one.getLocalPort() ^ 1))) {
                return one.getLocalPort() & ~1;
            } catch (BindException taken) {
                // The kernel gives another one.
            }
        }
    }

    /// Until the kernel's table of sockets has the port. Binding it here would take it from FFmpeg.
    private static void awaitListener(int port, CompletableFuture<?> listener) throws IOException {
        String local = ":%04X ".formatted(port);
        while (!listener.isDone()) {
            for (String table : List.of("/proc/net/udp", "/proc/net/udp6")) {
                if (Files.readString(Path.of(table)).contains(local)) {
                    return;
                }
            }
            Thread.onSpinWait();
        }
    }
}
