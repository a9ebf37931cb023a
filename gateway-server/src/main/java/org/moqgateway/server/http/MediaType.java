package org.moqgateway.server.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The media types of the protocol, and how a request's is compared (RFC 9110 §8.3.1).
final class MediaType {
    static final String SDP = "application/sdp";
    static final String JSON = "application/json";
    static final String SDP_FRAGMENT = "application/trickle-ice-sdpfrag";

    private MediaType() {}

    /// True when the field value is this type; parameters and letter case do not matter.
    static boolean matches(@Nullable String fieldValue, String type) {
        if (fieldValue == null) {
            return false;
        }
        int semicolon = fieldValue.indexOf(';');
        String bare = semicolon < 0 ? fieldValue : fieldValue.substring(0, semicolon);
        return bare.strip().toLowerCase(Locale.ROOT).equals(type);
    }
}
