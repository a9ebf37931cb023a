package org.moqgateway.core.rtp;

import java.nio.charset.StandardCharsets;

/// The header extensions that a sender writes (RFC 8285), by their negotiated local identifiers.
///
/// @param midId identifier of `urn:ietf:params:rtp-hdrext:sdes:mid` (RFC 9143), 0 = not negotiated
/// @param mid the media section's mid, at most 255 UTF-8 bytes; empty when `midId` is 0
/// @param transportSequenceId identifier of the transport-wide sequence number, 0 = not negotiated
/// @param absSendTimeId identifier of the absolute send time, 0 = not negotiated
public record HeaderExtensions(int midId, String mid, int transportSequenceId, int absSendTimeId) {
    /// No extension was negotiated.
    public static final HeaderExtensions NONE = new HeaderExtensions(0, "", 0, 0);

    /// Checks identifiers and mid.
    ///
    /// @throws IllegalArgumentException for an identifier outside 0..255, one used twice, or a bad
    /// mid
    public HeaderExtensions {
        checkId(midId);
        checkId(transportSequenceId);
        checkId(absSendTimeId);
        if (equalIds(midId, transportSequenceId)
                || equalIds(midId, absSendTimeId)
                || equalIds(transportSequenceId, absSendTimeId)) {
            throw new IllegalArgumentException("extension identifier used twice");
        }
        int midBytes = mid.getBytes(StandardCharsets.UTF_8).length;
        if (midBytes > 255 || (midId != 0 && midBytes == 0)) {
            throw new IllegalArgumentException("mid must be 1..255 bytes: " + mid);
        }
    }

    private static void checkId(int id) {
        if (id < 0 || id > 255) {
            throw new IllegalArgumentException("extension identifier must be 0..255: " + id);
        }
    }

    private static boolean equalIds(int a, int b) {
        return a != 0 && a == b;
    }
}
