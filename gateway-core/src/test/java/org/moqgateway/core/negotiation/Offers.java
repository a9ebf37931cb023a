package org.moqgateway.core.negotiation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.Fingerprint;
import org.moqgateway.core.sdp.IceParameters;

/// The descriptions and the local parameters that the tests of this package share. The Chromium and
/// FFmpeg
/// offers were recorded from these programs; the others are written in the shape of theirs.
final class Offers {
    static final String CHROMIUM_SEND = "chromium-156-sendonly.sdp";
    static final String CHROMIUM_RECEIVE = "chromium-156-recvonly.sdp";
    static final String SAFARI_RECEIVE = "safari-recvonly.sdp";
    static final String FFMPEG = "ffmpeg-8-audio-video.sdp";
    static final String FFMPEG_VIDEO = "ffmpeg-8-video-only.sdp";
    static final String OBS = "obs-libdatachannel.sdp";
    static final String FIREFOX_RECEIVE = "firefox-recvonly.sdp";
    static final String GSTREAMER_SEND = "gstreamer-whipsink.sdp";
    static final String GSTREAMER_RECEIVE = "gstreamer-whepsrc.sdp";
    static final String BUNDLE_ONLY = "bundle-only-second-section.sdp";

    static final LocalParameters LOCAL =
            new LocalParameters(
                    1_657_793_490_019L,
                    new IceParameters("LocalUfrag", "LocalPassword0123456789"),
                    List.of(
                            Candidate.host(
                                    new InetSocketAddress(
                                            InetAddress.ofLiteral("198.51.100.1"), 8088),
                                    0),
                            Candidate.host(
                                    new InetSocketAddress(
                                            InetAddress.ofLiteral("2001:db8::1"), 8088),
                                    1)),
                    new Fingerprint("sha-256", "F7" + ":EB".repeat(31)),
                    new LocalStreams("moq-gateway", "stream", 11, 4_000_000_000L, 13));

    static final AvailableCodec H264 = AvailableCodec.of("avc1.42e01f").orElseThrow();
    static final AvailableCodec OPUS = AvailableCodec.of("opus").orElseThrow();

    private Offers() {}

    /// Chromium's offer as if it knew no codec before H.264.
    static String chromiumSendingH264() {
        return read(CHROMIUM_SEND).replace("96 VP8/90000", "96 H263/90000");
    }

    static String read(String name) {
        try (InputStream in = Offers.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static NegotiationResult.Accepted accepted(NegotiationResult result) {
        return switch (result) {
            case NegotiationResult.Accepted accepted -> accepted;
            case NegotiationResult.Refused refused -> throw new AssertionError(refused.toString());
        };
    }

    static NegotiationResult.Refused refused(NegotiationResult result) {
        return switch (result) {
            case NegotiationResult.Accepted accepted ->
                    throw new AssertionError(accepted.answer().write());
            case NegotiationResult.Refused refused -> refused;
        };
    }

    static NegotiationResult.Accepted ingest(String offer) {
        return accepted(Answerer.answerIngest(offer, LOCAL));
    }

    static NegotiationResult.Accepted egress(String offer, AvailableCodec... available) {
        return accepted(Answerer.answerEgress(offer, LOCAL, Availability.of(List.of(available))));
    }
}
