package org.moqgateway.server.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.negotiation.NegotiatedMedia;
import org.moqgateway.core.negotiation.NegotiatedSession;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.peer.MediaOut;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.peer.PeerMedia;
import org.moqgateway.core.rtcp.RtcpReader;
import org.moqgateway.core.rtcp.RtcpVisitor;
import org.moqgateway.core.rtcp.RtcpWriter;
import org.moqgateway.core.rtp.RtpPacket;
import org.moqgateway.core.rtp.RtpParseResult;
import org.moqgateway.core.sdp.MediaKind;
import org.moqgateway.core.webrtc.SessionBroker;
import org.moqgateway.core.webrtc.SessionKind;
import org.moqgateway.core.webrtc.TestMedia;
import org.moqgateway.core.webrtc.TestPeer;

/// A client that counts the keyframe requests it gets, and can be made to send them. Any thread.
final class KeyframePeer implements PeerMedia, AutoCloseable {
    private static final int OUR_SSRC = 77;

    private final MediaLoops loops = MediaLoops.start(1);
    private final TestPeer peer;
    private final RtcpReader reader = new RtcpReader();
    private final RtpPacket packet = new RtpPacket();
    private final List<Long> requestNanos = new CopyOnWriteArrayList<>();
    private final List<Long> frames = new CopyOnWriteArrayList<>();
    private @Nullable TestMedia media;
    private int videoType = -1;
    private volatile int videoSsrc;
    private volatile @Nullable MediaOut out;
    private volatile @Nullable MediaLoop loop;
    private volatile boolean asking;

    KeyframePeer(SessionBroker broker, SessionKind kind, String broadcast)
            throws InterruptedException {
        peer =
                new TestPeer(new TestPeer.Dial(broker, kind, broadcast, loops), this::negotiated)
                        .awaitConnected();
    }

    private PeerMedia negotiated(NegotiatedSession session) {
        media = new TestMedia(session);
        session.media().stream()
                .filter(section -> section.kind() == MediaKind.VIDEO)
                .mapToInt(NegotiatedMedia::payloadType)
                .findFirst()
                .ifPresent(type -> videoType = type);
        return this;
    }

    private TestMedia media() {
        TestMedia known = media;
        if (known == null) {
            throw new IllegalStateException("not negotiated");
        }
        return known;
    }

    /// When keyframes were asked for.
    List<Long> requestNanos() {
        return List.copyOf(requestNanos);
    }

    /// Numbers of the frames as they came, without repetition of neighbours.
    List<Long> frames() {
        return new ArrayList<>(frames);
    }

    /// Whether video has come.
    boolean sees() {
        return videoSsrc != 0;
    }

    /// Asks for a keyframe again and again from now on.
    void askAlways(Duration interval) {
        asking = true;
        ask(interval.toNanos());
    }

    private void ask(long intervalNanos) {
        MediaLoop own = loop;
        MediaOut transport = out;
        if (own == null || transport == null || !asking) {
            return;
        }
        own.execute(
                () -> {
                    byte[] buffer = new byte[100 + MediaOut.TAILROOM_BYTES];
                    RtcpWriter writer = new RtcpWriter().begin(buffer, 0, 100);
                    writer.receiverReport(OUR_SSRC);
                    writer.pictureLossIndication(OUR_SSRC, videoSsrc);
                    transport.sendRtcp(buffer, 0, writer.length());
                    transport.flush();
                });
        own.schedule(() -> ask(intervalNanos), intervalNanos);
    }

    @Override
    public void connected(MediaOut transport, MediaLoop own, long nowNanos) {
        loop = own;
        out = transport;
        media().connected(transport, own, nowNanos);
    }

    @Override
    public void rtp(byte[] buffer, int offset, int length, long nowNanos) {
        media().rtp(buffer, offset, length, nowNanos);
        if (packet.wrap(buffer, offset, length) == RtpParseResult.OK
                && packet.payloadType() == videoType) {
            long newest = media().newestFrame();
            if (frames.isEmpty() || frames.getLast() != newest) {
                frames.add(newest);
            }
            // Last: who sees that video has come finds its first frame.
            videoSsrc = packet.ssrc();
        }
    }

    @Override
    public void rtcp(byte[] buffer, int offset, int length, long nowNanos) {
        reader.read(
                buffer,
                offset,
                length,
                new RtcpVisitor() {
                    @Override
                    public void pictureLossIndication(int senderSsrc, int mediaSsrc) {
                        requestNanos.add(nowNanos);
                    }
                });
    }

    @Override
    public void onTimer(long nowNanos) {
        media().onTimer(nowNanos);
    }

    @Override
    public long nextDeadlineNanos() {
        return media().nextDeadlineNanos();
    }

    @Override
    public void closed(PeerEnd end) {
        asking = false;
        media().closed(end);
    }

    @Override
    public void close() {
        asking = false;
        peer.close();
        loops.close();
    }
}
