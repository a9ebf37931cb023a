package org.moqgateway.core.negotiation;

import org.moqgateway.core.sdp.MediaSection;

/// The section that stands for the whole transport in trickle and restart fragments: the first of
/// the BUNDLE
/// group (RFC 9143 §7.1.3), or the only one. Nothing need flow in it.
///
/// @param mid    its media identification; empty when the description has none
/// @param media  the first word of its `m=` line
/// @param format the first format of its `m=` line
public record TaggedSection(String mid, String media, String format) {

    static TaggedSection of(MediaSection section) {
        String format = section.formats().isEmpty() ? "0" : section.formats().getFirst();
        return new TaggedSection(section.mid(), section.media(), format);
    }
}
