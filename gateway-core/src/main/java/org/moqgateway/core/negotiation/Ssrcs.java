package org.moqgateway.core.negotiation;

import java.util.List;
import org.moqgateway.core.sdp.MediaSection;
import org.moqgateway.core.sdp.SsrcAttribute;
import org.moqgateway.core.sdp.SsrcGroup;

/// The synchronization sources of one direction of a media section.
///
/// @param primary 0..2^32-1, or -1 when the description names none
/// @param rtx     the retransmission stream (RFC 4588), or -1
public record Ssrcs(long primary, long rtx) {
    /// Nothing signalled.
    public static final Ssrcs NONE = new Ssrcs(-1, -1);

    /// The first stream that a section names, with its retransmissions (RFC 5576 §4.2).
    static Ssrcs of(MediaSection section) {
        List<SsrcAttribute> named = section.ssrcAttributes();
        List<SsrcGroup> pairs =
                section.ssrcGroups().stream()
                        .filter(group -> group.semantics().equals("FID"))
                        .filter(group -> group.ssrcs().size() == 2)
                        .toList();
        if (!pairs.isEmpty()) {
            List<Long> pair = pairs.getFirst().ssrcs();
            return new Ssrcs(pair.getFirst(), pair.getLast());
        }
        return named.isEmpty() ? NONE : new Ssrcs(named.getFirst().ssrc(), -1);
    }
}
