package org.moqgateway.core.webrtc;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.negotiation.NegotiatedMedia;
import org.moqgateway.core.negotiation.NegotiatedSession;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.peer.MediaOut;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.peer.PeerMedia;
import org.moqgateway.core.rtp.HeaderExtensions;
import org.moqgateway.core.rtp.RtpPacket;
import org.moqgateway.core.rtp.RtpParseResult;
import org.moqgateway.core.rtp.RtpWriter;
import org.moqgateway.core.sdp.MediaKind;

/// Media that a test can tell from any other: each frame carries its number in plain text. One
/// instance is a publisher's side or a viewer's, as the session was negotiated. Counters: any
/// thread.
public final class TestMedia implements PeerMedia {
    /// What forged packets carry in place of a frame.
    static final String EVIL = "EVIL";

    private static final String MARK = "MARK";
    private static final int DIGITS = 8;
    private static final long INTERVAL_NANOS = 20_000_000;
    private static final byte[] SPS = HexFormat.of().parseHex("6742c0288c680780227e5c0407844235");
    private static final byte[] PPS = HexFormat.of().parseHex("68ce3c80");
    private static final byte[] IDR_HEADER = HexFormat.of().parseHex("658884");
    private static final byte[] OPUS_HEADER = {(byte) 0xfc};

    private final NegotiatedSession negotiated;
    private final RtpPacket packet = new RtpPacket();
    private final Set<Long> sequenceNumbers = ConcurrentHashMap.newKeySet();
    private final AtomicLong packets = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicLong evil = new AtomicLong();
    private volatile long newestFrame = -1;
    private final AtomicLong framesSent = new AtomicLong();
    private volatile @Nullable MediaOut out;
    private int sequenceNumber = 1000;
    private volatile int pendingJump;

    /// @param negotiated what offer and answer agreed on
    public TestMedia(NegotiatedSession negotiated) {
        this.negotiated = negotiated;
    }

    /// Frames sent.
    public long framesSent() {
        return framesSent.get();
    }

    /// The number of the newest frame received, -1 before the first.
    public long newestFrame() {
        return newestFrame;
    }

    /// RTP packets received.
    public long packets() {
        return packets.get();
    }

    /// Packets received whose SSRC and sequence number came before.
    public long repeated() {
        return repeated.get();
    }

    /// Forged packets received.
    public long evil() {
        return evil.get();
    }

    /// Lets the next packets of a publisher's sections begin further on.
    public void jump(int sequenceNumbersAhead) {
        pendingJump = sequenceNumbersAhead;
    }

    /// Waits for frames that were sent after this call.
    ///
    /// @param publisher who sends them
    /// @throws AssertionError when none come
    public void awaitNewFrames(TestMedia publisher) throws InterruptedException {
        long now = publisher.framesSent();
        ResourceCount.await(
                "a frame after number %d, newest is %d".formatted(now, newestFrame),
                Duration.ofSeconds(10),
                () -> newestFrame > now);
    }

    @Override
    public void connected(MediaOut transport, MediaLoop loop, long nowNanos) {
        out = transport;
        if (negotiated.media().stream().anyMatch(media -> media.direction().sends())) {
            sendAndAgain(loop);
        }
    }

    private void sendAndAgain(MediaLoop loop) {
        MediaOut transport = out;
        if (transport == null) {
            return;
        }
        sequenceNumber += pendingJump;
        pendingJump = 0;
        for (NegotiatedMedia media : negotiated.media()) {
            send(media, transport);
        }
        sequenceNumber++;
        framesSent.incrementAndGet();
        transport.flush();
        loop.schedule(() -> sendAndAgain(loop), INTERVAL_NANOS);
    }

    private void send(NegotiatedMedia media, MediaOut transport) {
        boolean video = media.kind() == MediaKind.VIDEO;
        RtpWriter writer =
                new RtpWriter(
                        (int) media.local().primary(), media.payloadType(), HeaderExtensions.NONE);
        byte[] buffer = new byte[256 + MediaOut.TAILROOM_BYTES];
        int at =
                writer.marker(video)
                        .sequenceNumber(sequenceNumber)
                        .rtpTimestamp((int) framesSent.get() * (video ? 1800 : 960))
                        .write(buffer, 0);
        byte[] text =
                (MARK + "%0" + DIGITS + "d")
                        .formatted(framesSent.get())
                        .getBytes(StandardCharsets.US_ASCII);
        at = video ? stapA(buffer, at, text) : opus(buffer, at, text);
        transport.sendRtp(buffer, 0, at);
    }

    private static int opus(byte[] buffer, int at, byte[] text) {
        return append(buffer, append(buffer, at, OPUS_HEADER), text);
    }

    /// RFC 6184 §5.7.1: parameter sets and picture in one packet.
    private static int stapA(byte[] buffer, int from, byte[] text) {
        buffer[from] = 0x78;
        int at = sized(buffer, from + 1, SPS, new byte[0]);
        at = sized(buffer, at, PPS, new byte[0]);
        return sized(buffer, at, IDR_HEADER, text);
    }

    private static int sized(byte[] buffer, int at, byte[] first, byte[] second) {
        buffer[at] = 0;
        buffer[at + 1] = (byte) (first.length + second.length);
        return append(buffer, append(buffer, at + 2, first), second);
    }

    private static int append(byte[] buffer, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, buffer, at, bytes.length);
        return at + bytes.length;
    }

    @Override
    public void rtp(byte[] buffer, int offset, int length, long nowNanos) {
        packets.incrementAndGet();
        if (packet.wrap(buffer, offset, length) != RtpParseResult.OK) {
            return;
        }
        if (!sequenceNumbers.add(((long) packet.ssrc() << 16) | packet.sequenceNumber())) {
            repeated.incrementAndGet();
        }
        String text = new String(buffer, offset, length, StandardCharsets.ISO_8859_1);
        long number = number(text);
        if (number >= 0) {
            newestFrame = number;
        }
        if (text.contains(EVIL)) {
            evil.incrementAndGet();
        }
    }

    /// The number that a frame carries, -1 when it carries none.
    static long number(byte[] frame) {
        return number(new String(frame, StandardCharsets.ISO_8859_1));
    }

    private static long number(String text) {
        int digits = text.indexOf(MARK) + MARK.length();
        return digits < MARK.length()
                ? -1
                : Long.parseLong(text.substring(digits, digits + DIGITS));
    }

    @Override
    public void rtcp(byte[] buffer, int offset, int length, long nowNanos) {}

    @Override
    public void onTimer(long nowNanos) {}

    @Override
    public long nextDeadlineNanos() {
        return Long.MAX_VALUE;
    }

    @Override
    public void closed(PeerEnd end) {
        out = null;
    }
}
