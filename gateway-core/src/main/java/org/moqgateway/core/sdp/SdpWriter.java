package org.moqgateway.core.sdp;

import java.util.List;

/// Writes the parts that descriptions and fragments share.
final class SdpWriter {
    private SdpWriter() {}

    static void append(StringBuilder out, List<Attribute> attributes) {
        for (Attribute attribute : attributes) {
            out.append("a=").append(attribute.text()).append("\r\n");
        }
    }

    static void append(StringBuilder out, MediaSection section) {
        out.append("m=").append(section.media()).append(' ').append(section.port());
        out.append(' ').append(section.protocol());
        section.formats().forEach(format -> out.append(' ').append(format));
        out.append("\r\n");
        if (!section.connection().isEmpty()) {
            out.append("c=").append(section.connection()).append("\r\n");
        }
        append(out, section.attributes());
    }
}
