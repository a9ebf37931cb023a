package org.moqgateway.core.ingest;

import java.util.ArrayList;
import java.util.List;
import org.moqgateway.core.negotiation.NegotiatedMedia;
import org.moqgateway.core.rtp.RtpPacket;

/// One media section with every codec that its sender may use: the payload type of a packet tells
/// which one it is (RFC 3264 §5.1). One codec at a time is received. One thread; pure.
final class IngestLine {
    /// A change makes a receiver anew, which is not to happen with each packet. Late packets of the
    /// codec before are left out meanwhile.
    static final long MIN_CHANGE_NANOS = 200_000_000L;

    private final List<NegotiatedMedia> codecs = new ArrayList<>();
    private final IngestBroadcast broadcast;
    private IngestSection section;
    private boolean changed;
    private long changedNanos;

    IngestLine(NegotiatedMedia media, IngestBroadcast broadcast) {
        this.broadcast = broadcast;
        codecs.add(media);
        codecs.addAll(media.alternatives());
        section = IngestSections.section(media, broadcast);
    }

    /// What is received now.
    IngestSection section() {
        return section;
    }

    /// Whether a packet that [#section] does not take belongs here, in another codec, which is
    /// received from now on.
    boolean changes(RtpPacket packet, long nowNanos) {
        if (codecs.size() == 1 || (changed && nowNanos - changedNanos < MIN_CHANGE_NANOS)) {
            return false;
        }
        for (NegotiatedMedia codec : codecs) {
            if (!codec.equals(section.media()) && IngestSection.takes(codec, packet)) {
                section = IngestSections.section(codec, broadcast);
                changed = true;
                changedNanos = nowNanos;
                return true;
            }
        }
        return false;
    }
}
