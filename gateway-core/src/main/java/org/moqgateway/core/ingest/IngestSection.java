package org.moqgateway.core.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.moqgateway.codecs.Depacketizer;
import org.moqgateway.codecs.DropReason;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.RtpPayload;
import org.moqgateway.core.negotiation.NegotiatedMedia;
import org.moqgateway.core.rtp.RtpPacket;
import org.moqgateway.core.rtp.receive.ReceiveSettings;
import org.moqgateway.core.rtp.receive.RtpReceiveStream;
import org.moqgateway.core.sdp.MediaKind;

/// One media section of a publisher: RTP packets in, frames into the broadcast. One thread; pure.
///
/// After a loss that could not be repaired, frames that depend on the lost one are withheld until a
/// keyframe comes, or for [#MAX_FREEZE_NANOS] if none does: a short still is better than a smeared
/// picture, a smeared picture better than a long still.
final class IngestSection implements RtpReceiveStream.Sink, Depacketizer.Sink {
    /// How long a broken picture is withheld from viewers.
    static final long MAX_FREEZE_NANOS = 1_000_000_000L;

    private static final long INTACT = Long.MAX_VALUE;

    /// Takes the frames of a section.
    interface Track {
        /// See [VideoIngest#frame], [AudioIngest#frame].
        FrameOutcome frame(EncodedFrame frame, long arrivalNanos);

        /// See [VideoIngest#senderReport].
        void senderReport(long ntpTimestamp, int rtpTimestamp);
    }

    private final NegotiatedMedia media;
    private final byte[] mid;
    private final RtpReceiveStream stream;
    private final Depacketizer depacketizer;
    private final Depacketizer redundant;
    private final Track track;
    private final KeyframeAsker keyframes = new KeyframeAsker();
    private final RtpPayload payload = new RtpPayload();
    private long arrivalNanos;
    private long brokenSinceNanos = INTACT;
    private long droppedFrames;

    IngestSection(NegotiatedMedia media, Depacketizer depacketizer, Track track) {
        this(media, depacketizer, depacketizer, track);
    }

    /// @param redundant takes the payloads of [NegotiatedCodec#redPayloadType] apart
    IngestSection(
            NegotiatedMedia media, Depacketizer depacketizer, Depacketizer redundant, Track track) {
        this.redundant = redundant;
        this.media = media;
        this.mid = media.mid().getBytes(StandardCharsets.UTF_8);
        this.depacketizer = depacketizer;
        this.track = track;
        this.stream =
                new RtpReceiveStream(
                        new ReceiveSettings(
                                media.codec().clockRateHz(),
                                media.feedback().nack(),
                                media.rtxPayloadType() < 0
                                        ? Map.of()
                                        : Map.of(media.rtxPayloadType(), media.payloadType()),
                                video()
                                        ? ReceiveSettings.Policy.VIDEO
                                        : ReceiveSettings.Policy.AUDIO));
        if (media.remote().primary() >= 0) {
            stream.expectSsrc((int) media.remote().primary());
        }
        if (video()) {
            keyframes.want();
        }
    }

    boolean video() {
        return media.kind() == MediaKind.VIDEO;
    }

    NegotiatedMedia media() {
        return media;
    }

    RtpReceiveStream stream() {
        return stream;
    }

    /// A viewer wants a keyframe.
    void wantKeyframe() {
        keyframes.wantForViewer();
    }

    /// Whether to send a request for a keyframe now; the caller then does.
    boolean askForKeyframe(long nowNanos) {
        return askable() && keyframes.ask(nowNanos);
    }

    /// When [#askForKeyframe] would say yes; [Long#MAX_VALUE] for never.
    long nextAskNanos() {
        return askable() ? keyframes.nextNanos() : Long.MAX_VALUE;
    }

    private boolean askable() {
        return requestable() && stream.hasSsrc();
    }

    private boolean requestable() {
        return video() && (media.feedback().pli() || media.feedback().fir());
    }

    /// Whether the sender gives keyframes when asked, as far as is known.
    boolean answersKeyframes() {
        return requestable() && keyframes.answers();
    }

    long droppedFrames() {
        return droppedFrames;
    }

    /// Whether a packet belongs to this section (RFC 8843 §9.2: SSRC, mid, then payload type).
    boolean takes(RtpPacket packet) {
        return takes(media, mid, packet);
    }

    /// Whether a packet belongs to a section that was negotiated so.
    static boolean takes(NegotiatedMedia media, RtpPacket packet) {
        return takes(media, media.mid().getBytes(StandardCharsets.UTF_8), packet);
    }

    private static boolean takes(NegotiatedMedia media, byte[] mid, RtpPacket packet) {
        int type = packet.payloadType();
        if (type != media.payloadType()
                && type != media.rtxPayloadType()
                && type != media.codec().redPayloadType()) {
            return false;
        }
        int id = media.extensions().mid();
        return id <= 0 || packet.extensionOffset(id) < 0 || packet.extensionEquals(id, mid);
    }

    void receive(RtpPacket packet, long nowNanos) {
        stream.receive(packet, nowNanos, this);
        afterStream();
    }

    void onTimer(long nowNanos) {
        if (stream.nextTimeoutNanos() <= nowNanos) {
            stream.handleTimeout(nowNanos, this);
            afterStream();
        }
    }

    private void afterStream() {
        if (stream.takeKeyframeWanted() && video()) {
            keyframes.want();
        }
    }

    void senderReport(long ntpTimestamp, int rtpTimestamp, long nowNanos) {
        stream.senderReport(ntpTimestamp, nowNanos);
        track.senderReport(ntpTimestamp, rtpTimestamp);
    }

    @Override
    public void packet(RtpPacket packet, boolean gapBefore, long packetArrivalNanos) {
        arrivalNanos = packetArrivalNanos;
        payload.bytes(packet.buffer(), packet.payloadOffset(), packet.payloadLength())
                .header(packet.rtpTimestamp(), packet.marker(), gapBefore);
        boolean red = packet.payloadType() == media.codec().redPayloadType();
        (red ? redundant : depacketizer).push(payload, this);
    }

    @Override
    public void frame(EncodedFrame frame) {
        if (video()) {
            if (frame.keyframe()) {
                brokenSinceNanos = INTACT;
                keyframes.keyframe(arrivalNanos);
            } else if (withheld()) {
                droppedFrames++;
                return;
            }
        }
        FrameOutcome outcome = track.frame(frame, arrivalNanos);
        if (outcome.keyframeWanted()) {
            keyframes.want();
        }
    }

    private boolean withheld() {
        if (brokenSinceNanos == INTACT) {
            return false;
        }
        if (arrivalNanos - brokenSinceNanos > MAX_FREEZE_NANOS) {
            brokenSinceNanos = INTACT;
            return false;
        }
        return true;
    }

    @Override
    public void dropped(DropReason reason, int rtpTimestamp) {
        droppedFrames++;
        // What no decoder shows is missing nowhere: the frames that follow can be decoded.
        if (!video() || reason == DropReason.UNDECODABLE_LEADING_PICTURE) {
            return;
        }
        keyframes.want();
        // Without its upper layers a picture is whole, only smaller.
        if (reason != DropReason.LAYER_LOST && brokenSinceNanos == INTACT) {
            brokenSinceNanos = arrivalNanos;
        }
    }
}
