package org.moqgateway.core.egress;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.peer.MediaOut;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.peer.PeerMedia;
import org.moqgateway.core.rtcp.RtcpReader;
import org.moqgateway.core.rtcp.RtcpWriter;
import org.moqgateway.core.rtp.NtpClock;
import org.moqgateway.core.rtp.send.PacketOut;
import org.moqgateway.core.rtp.send.RtpSendStream;
import org.moqgateway.core.rtp.send.SendCounters;
import org.moqgateway.core.sdp.MediaKind;

/// The media side of one viewer: MoQ to RTP (RFC 3550, RFC 4585, RFC 4588).
///
/// Each media section follows the feed of a track in whatever broadcast is live under the viewer's
/// path; when the broadcast is replaced, the section goes on with the new one's feed.
///
/// Lives on the viewer's loop; [#stats] may be read anywhere.
public final class EgressMedia implements PeerMedia {
    private static final long REPORT_INTERVAL_NANOS = 1_000_000_000L;
    private static final long PRESENT = Long.MAX_VALUE;

    private static final long FIRST_REPORT_NANOS = 50_000_000L;
    private static final int SCRATCH_BYTES = 1600;

    /// A viewer that takes no fragments gets a NAL unit in one datagram, however large.
    private static final int LARGE_SCRATCH_BYTES = 66_000;

    /// What a viewer's counters tell.
    ///
    /// @param packetsSent RTP packets, retransmissions included
    /// @param retransmitted RTP packets sent again
    /// @param nacked sequence numbers asked for
    /// @param plis keyframe requests received
    /// @param rttNanos smoothed round-trip time, -1 when unknown
    /// @param packetsLost as the viewer's last reports say
    public record Stats(
            long packetsSent,
            long retransmitted,
            long nacked,
            long plis,
            long rttNanos,
            long packetsLost) {
        /// Nothing yet.
        public static final Stats NONE = new Stats(0, 0, 0, 0, -1, 0);
    }

    private final List<EgressSection> sections;
    private final long lingerNanos;
    private final EgressTimeline timeline;
    private final NtpClock clock;
    private final byte[] cname;
    private final Watching watching;
    private final RtcpReader reader = new RtcpReader();
    private final RtcpWriter writer = new RtcpWriter();
    private final ViewerReports reports;
    private final byte[] scratch;
    private final PacketOut packets = new Packets();

    private @Nullable MediaOut out;
    private @Nullable MediaLoop loop;
    private @Nullable EgressBroadcast current;
    private long reportNanos = Long.MAX_VALUE;
    private long goneNanos = PRESENT;
    private volatile Stats stats = Stats.NONE;
    private final List<SessionProblem> refused;
    private volatile List<SessionProblem> problems;

    /// How the viewer learns what is live: told once it can take media.
    @FunctionalInterface
    public interface Watching {
        /// Starts telling `media` on its loop, by [EgressMedia#follow], what is live.
        ///
        /// @return stops telling; idempotent, any thread
        AutoCloseable start(EgressMedia media, MediaLoop loop);
    }

    private @Nullable AutoCloseable watch;

    /// @param settings of the media sections
    /// @param clock wall clock for sender reports
    /// @param watching how the viewer learns what is live
    public EgressMedia(EgressSettings settings, NtpClock clock, Watching watching) {
        this.timeline = new EgressTimeline();
        this.clock = clock;
        this.cname = settings.cname().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        this.watching = watching;
        this.lingerNanos = settings.lingerNanos();
        this.sections = new ArrayList<>();
        this.scratch = new byte[scratchBytes(settings)];
        for (EgressSettings.Section section : settings.sections()) {
            RtpSendStream stream = new RtpSendStream(section.send(), settings.transportSequence());
            RtpCodec codec = section.wish().codec().codec();
            EgressTrack track =
                    new EgressTrack(
                            new EgressTrack.Settings(
                                    stream,
                                    timeline,
                                    codec.kind() == MediaKind.VIDEO,
                                    codec.clockRateHz(),
                                    section.firstRtpTimestamp(),
                                    settings.keyframes()),
                            packets);
            sections.add(new EgressSection(section.wish(), track, this));
        }
        this.reports = new ViewerReports(sections, packets);
        this.refused = settings.problems();
        this.problems = refused;
    }

    private static int scratchBytes(EgressSettings settings) {
        return settings.sections().stream()
                        .anyMatch(section -> section.wish().codec().singleNalUnits())
                ? LARGE_SCRATCH_BYTES
                : SCRATCH_BYTES;
    }

    @Override
    public void connected(MediaOut transport, MediaLoop pinned, long nowNanos) {
        out = transport;
        loop = pinned;
        reportNanos = nowNanos + FIRST_REPORT_NANOS;
        goneNanos = nowNanos; // Until it is told of a broadcast.
        watch = watching.start(this, pinned);
    }

    /// Follows a broadcast from now on, or none. Told again of the one it follows, it looks for the
    /// tracks that were missing. On the loop.
    public void follow(@Nullable EgressBroadcast live, long nowNanos) {
        MediaLoop pinned = loop;
        MediaOut transport = out;
        if (pinned == null || transport == null) {
            return;
        }
        if (live != current) {
            current = live;
            timeline.unbase();
            goneNanos = live == null ? nowNanos : PRESENT;
        }
        for (EgressSection section : sections) {
            section.follow(live, pinned, nowNanos);
        }
        noteProblems();
        transport.flush();
        transport.wake(nowNanos);
    }

    private void noteProblems() {
        List<SessionProblem> noted = new ArrayList<>(refused);
        for (EgressSection section : sections) {
            section.problem().ifPresent(noted::add);
        }
        if (!noted.equals(problems)) {
            problems = List.copyOf(noted);
        }
    }

    @Override
    public void rtp(byte[] buffer, int offset, int length, long nowNanos) {
        // A viewer has nothing to say in RTP; probes and silence are not worth a reason.
    }

    @Override
    public void rtcp(byte[] buffer, int offset, int length, long nowNanos) {
        reader.read(buffer, offset, length, reports.at(nowNanos));
        flush();
    }

    @Override
    public void onTimer(long nowNanos) {
        for (EgressSection section : sections) {
            if (section.track().nextDeadlineNanos() <= nowNanos) {
                section.track().pump(nowNanos);
            }
        }
        if (nowNanos >= reportNanos) {
            reportNanos = nowNanos + REPORT_INTERVAL_NANOS;
            sendReports(nowNanos);
            stats = snapshot();
            noteProblems();
            leaveWhenAlone(nowNanos);
        }
        flush();
    }

    private void leaveWhenAlone(long nowNanos) {
        MediaOut transport = out;
        if (transport != null && goneNanos != PRESENT && nowNanos - goneNanos > lingerNanos) {
            transport.end(
                    new PeerEnd(PeerEnd.Reason.CLOSED_HERE, "the broadcast ended and stayed away"));
        }
    }

    private void sendReports(long nowNanos) {
        MediaOut transport = out;
        if (transport == null) {
            return;
        }
        long ntp = clock.ntpAt(nowNanos);
        for (EgressSection section : sections) {
            EgressTrack track = section.track();
            if (track.started()) {
                writer.begin(scratch, 0, SCRATCH_BYTES - MediaOut.TAILROOM_BYTES);
                track.fillSenderReport(writer.senderReport(track.stream().ssrc()), ntp, nowNanos);
                writer.cname(track.stream().ssrc(), cname);
                transport.sendRtcp(scratch, 0, writer.length());
            }
        }
    }

    @Override
    public long nextDeadlineNanos() {
        long deadline = reportNanos;
        for (EgressSection section : sections) {
            deadline = Math.min(deadline, section.track().nextDeadlineNanos());
        }
        return deadline;
    }

    @Override
    public void closed(PeerEnd end) {
        AutoCloseable watched = watch;
        if (watched != null) {
            closeQuietly(watched);
        }
        MediaLoop pinned = loop;
        current = null;
        if (pinned != null) {
            for (EgressSection section : sections) {
                section.follow(null, pinned, 0);
            }
        }
        out = null;
        stats = snapshot();
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The counters, at most a second old.
    public Stats stats() {
        return stats;
    }

    /// Why the viewer sees or hears less than there is, at most a second old. Any thread.
    public List<SessionProblem> problems() {
        return problems;
    }

    /// Frames sent of all sections. On the loop.
    public long framesSent() {
        return sections.stream().mapToLong(section -> section.track().framesSent()).sum();
    }

    private void flush() {
        MediaOut transport = out;
        if (transport != null) {
            transport.flush();
        }
    }

    /// New frames are there for a section. On the loop.
    void pump(EgressTrack track, long nowNanos) {
        MediaOut transport = out;
        if (transport != null) {
            track.pump(nowNanos);
            transport.flush();
            transport.wake(nowNanos);
        }
    }

    private Stats snapshot() {
        long packets = 0;
        long retransmitted = 0;
        long nacked = 0;
        long rtt = -1;
        for (EgressSection section : sections) {
            SendCounters counters = section.track().stream().counters();
            packets += counters.packets() + counters.retransmitted();
            retransmitted += counters.retransmitted();
            nacked += counters.nacked();
            rtt = Math.max(rtt, section.track().stream().rttNanos());
        }
        return new Stats(packets, retransmitted, nacked, reports.plis(), rtt, reports.lost());
    }

    /// Builds packets in the viewer's scratch array and hands them to the transport.
    private final class Packets implements PacketOut {
        @Override
        public byte[] scratch() {
            return scratch;
        }

        @Override
        public void packet(byte[] buffer, int offset, int length) {
            MediaOut transport = out;
            if (transport != null) {
                transport.sendRtp(buffer, offset, length);
            }
        }
    }
}
