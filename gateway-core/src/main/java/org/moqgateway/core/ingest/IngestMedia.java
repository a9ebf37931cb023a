package org.moqgateway.core.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.negotiation.NegotiatedMedia;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.peer.MediaOut;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.peer.PeerMedia;
import org.moqgateway.core.rtcp.RtcpReader;
import org.moqgateway.core.rtcp.RtcpVisitor;
import org.moqgateway.core.rtcp.SenderInfo;
import org.moqgateway.core.rtp.RtpPacket;
import org.moqgateway.core.rtp.RtpParseResult;
import org.moqgateway.core.rtp.receive.ReceiveCounters;
import org.moqgateway.core.sdp.MediaKind;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.BroadcastProducer;

/// The media side of one publisher: RTP to MoQ, and the RTCP that keeps the sender informed (RFC
/// 3550, RFC 4585, transport-wide feedback, REMB).
///
/// The broadcast is announced when media can flow, not when the offer came: an offer alone takes no
/// name away from a publisher that is live.
///
/// Lives on the publisher's loop; [#stats], [#status] and [#answersKeyframes] may be read anywhere.
public final class IngestMedia implements PeerMedia {
    private static final long REPORT_INTERVAL_NANOS = 1_000_000_000L;
    private static final long FIRST_REPORT_NANOS = 200_000_000L;

    /// Opens the broadcast when media can flow.
    @FunctionalInterface
    public interface BroadcastOpener {
        /// Creates and announces the broadcast, on the publisher's loop; or does nothing when the
        /// publisher may not go live after all and its session is being ended.
        ///
        /// @param prepare gives the broadcast its tracks before it is announced
        void open(Consumer<BroadcastProducer> prepare);
    }

    /// Where the media of a session goes. On the publisher's loop, but for what [PeerMedia#closed]
    /// says.
    public interface Destination {
        /// Media can flow: gives it a broadcast, now or in a later task of the loop; or does
        /// nothing when the publisher may not go live after all and its session is being ended.
        ///
        /// @param attach takes the broadcast, once
        /// @param loop the publisher's
        void open(Consumer<IngestBroadcast> attach, MediaLoop loop, long nowNanos);

        /// The session is over. Called once, last, whether media has flowed or not.
        void over(PeerEnd end);
    }

    /// A broadcast that lives as long as its publisher.
    private static final class Own implements Destination {
        private final BroadcastOpener opener;
        private final IngestContainer container;
        private @Nullable IngestBroadcast broadcast;

        Own(BroadcastOpener opener, IngestContainer container) {
            this.opener = opener;
            this.container = container;
        }

        @Override
        public void open(Consumer<IngestBroadcast> attach, MediaLoop loop, long nowNanos) {
            opener.open(
                    producer -> {
                        IngestBroadcast opened = new IngestBroadcast(producer, container, nowNanos);
                        broadcast = opened;
                        attach.accept(opened);
                    });
        }

        @Override
        public void over(PeerEnd end) {
            IngestBroadcast ending = broadcast;
            if (ending == null) {
                return;
            }
            if (end.orderly()) {
                ending.finish();
            } else {
                ending.abort(AbortReason.DROPPED.withText(end.detail()));
            }
        }
    }

    /// What a publisher's counters tell.
    ///
    /// @param lost RTP packets lost for good
    /// @param nacked sequence numbers asked for, repetitions included
    /// @param repaired packets that came after they were asked for
    /// @param plis keyframe requests sent
    /// @param framesDropped frames that could not be put together, or were withheld after a loss
    public record Stats(long lost, long nacked, long repaired, long plis, long framesDropped) {
        /// Nothing yet.
        public static final Stats NONE = new Stats(0, 0, 0, 0, 0);
    }

    private final IngestSettings settings;
    private final Destination destination;
    private final List<IngestLine> lines = new ArrayList<>();

    /// What each of the lines receives now.
    private final List<IngestSection> sections = new ArrayList<>();
    private final RtpPacket packet = new RtpPacket();
    private final RtcpReader reader = new RtcpReader();
    private final Reports reports = new Reports();
    private final IngestFeedback feedback;

    private @Nullable MediaOut out;
    private volatile @Nullable IngestBroadcast broadcast;
    private long reportNanos = Long.MAX_VALUE;
    private volatile Stats stats = Stats.NONE;

    /// What was counted of codecs that are not received any more.
    private Stats former = Stats.NONE;
    private volatile boolean answersKeyframes = true;

    /// @param settings both descriptions' facts
    /// @param opener opens the broadcast
    public IngestMedia(IngestSettings settings, BroadcastOpener opener) {
        this(settings, new Own(opener, settings.container()));
    }

    /// @param settings both descriptions' facts
    /// @param destination where the media goes
    public IngestMedia(IngestSettings settings, Destination destination) {
        this.settings = settings;
        this.destination = destination;
        this.feedback = new IngestFeedback(settings.senderSsrc(), settings.cname());
    }

    @Override
    public void connected(MediaOut transport, MediaLoop loop, long nowNanos) {
        out = transport;
        destination.open(opened -> attach(opened, nowNanos), loop, nowNanos);
    }

    private void attach(IngestBroadcast opened, long nowNanos) {
        broadcast = opened;
        for (NegotiatedMedia media : settings.media()) {
            IngestLine line = new IngestLine(media, opened);
            lines.add(line);
            sections.add(line.section());
        }
        opened.keep(has(MediaKind.VIDEO), has(MediaKind.AUDIO), nowNanos);
        reportNanos = nowNanos + FIRST_REPORT_NANOS;
    }

    private boolean has(MediaKind kind) {
        return settings.media().stream().anyMatch(media -> media.kind() == kind);
    }

    @Override
    public void rtp(byte[] buffer, int offset, int length, long nowNanos) {
        if (packet.wrap(buffer, offset, length) != RtpParseResult.OK) {
            return;
        }
        IngestSection section = sectionOf(packet, nowNanos);
        if (section == null) {
            return;
        }
        feedback.received(section, packet, nowNanos);
        section.receive(packet, nowNanos);
        answer(section, nowNanos);
        feedback.sendDue(out, nowNanos);
    }

    private @Nullable IngestSection sectionOf(RtpPacket candidate, long nowNanos) {
        for (int i = 0; i < sections.size(); i++) {
            IngestSection section = sections.get(i);
            if (section.takes(candidate)) {
                return section;
            }
        }
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).changes(candidate, nowNanos)) {
                former = sum(former, List.of(sections.get(i)));
                sections.set(i, lines.get(i).section());
                return sections.get(i);
            }
        }
        return null;
    }

    private void answer(IngestSection section, long nowNanos) {
        feedback.answer(section, out, nowNanos);
        if (section.video() && answersKeyframes != section.answersKeyframes()) {
            answersKeyframes = section.answersKeyframes();
        }
    }

    @Override
    public void rtcp(byte[] buffer, int offset, int length, long nowNanos) {
        reports.nowNanos = nowNanos;
        reader.read(buffer, offset, length, reports);
    }

    /// A viewer wants a keyframe; asked for at most once a second. On the loop.
    public void requestKeyframe(long nowNanos) {
        for (IngestSection section : sections) {
            if (section.video()) {
                section.wantKeyframe();
                answer(section, nowNanos);
            }
        }
        MediaOut transport = out;
        if (transport != null) {
            transport.wake(nowNanos);
        }
    }

    /// Whether the publisher gives keyframes when asked. Any thread.
    public boolean answersKeyframes() {
        return answersKeyframes;
    }

    @Override
    public void onTimer(long nowNanos) {
        for (IngestSection section : sections) {
            section.onTimer(nowNanos);
            answer(section, nowNanos);
        }
        feedback.sendDue(out, nowNanos);
        if (nowNanos >= reportNanos) {
            reportNanos = nowNanos + REPORT_INTERVAL_NANOS;
            feedback.report(sections, out, nowNanos);
            stats = snapshot();
        }
    }

    @Override
    public long nextDeadlineNanos() {
        long deadline = Math.min(reportNanos, feedback.nextNanos());
        for (IngestSection section : sections) {
            deadline = Math.min(deadline, section.stream().nextTimeoutNanos());
            deadline = Math.min(deadline, section.nextAskNanos());
        }
        return deadline;
    }

    @Override
    public void closed(PeerEnd end) {
        stats = snapshot();
        destination.over(end);
    }

    /// The counters, at most a second old. Any thread.
    public Stats stats() {
        return stats;
    }

    /// What the broadcast carries; empty before media can flow. Any thread.
    public Optional<IngestStatus> status(long nowNanos) {
        return Optional.ofNullable(broadcast).map(live -> live.status(nowNanos));
    }

    private Stats snapshot() {
        return sum(former, sections);
    }

    private Stats sum(Stats base, List<IngestSection> added) {
        long lost = base.lost();
        long nacked = base.nacked();
        long repaired = base.repaired();
        long dropped = base.framesDropped();
        for (IngestSection section : added) {
            ReceiveCounters counters = section.stream().counters();
            lost += counters.lost();
            nacked += counters.nacksSent();
            repaired += counters.repaired();
            dropped += section.droppedFrames();
        }
        return new Stats(lost, nacked, repaired, feedback.keyframeRequests(), dropped);
    }

    /// What the publisher reports.
    private final class Reports implements RtcpVisitor {
        private long nowNanos;

        @Override
        public void senderReport(int senderSsrc, SenderInfo info) {
            for (IngestSection section : sections) {
                if (section.stream().hasSsrc() && section.stream().ssrc() == senderSsrc) {
                    section.senderReport(info.ntpTimestamp(), info.rtpTimestamp(), nowNanos);
                }
            }
        }
    }
}
