package org.moqgateway.core.rtp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The header extensions that a sender writes (RFC 8285), by their negotiated local identifiers.
///
/// @param midId identifier of `urn:ietf:params:rtp-hdrext:sdes:mid` (RFC 9143), 0 = not negotiated
/// @param mid the media section's mid, at most 255 UTF-8 bytes; empty when `midId` is 0
/// @param transportSequenceId identifier of the transport-wide sequence number, 0 = not negotiated
/// @param absSendTimeId identifier of the absolute send time, 0 = not negotiated
/// @param dependencyDescriptorId identifier of the dependency descriptor (RTP Payload Format For
///     AV1, appendix A), 0 = not negotiated
public record HeaderExtensions(
        int midId,
        String mid,
        int transportSequenceId,
        int absSendTimeId,
        int dependencyDescriptorId) {
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
        checkId(dependencyDescriptorId);
        int[] ids = {midId, transportSequenceId, absSendTimeId, dependencyDescriptorId};
        int[] used = Arrays.stream(ids).filter(id -> id != 0).toArray();
        if (Arrays.stream(used).distinct().count() < used.length) {
            throw new IllegalArgumentException("extension identifier used twice");
        }
        int midBytes = mid.getBytes(StandardCharsets.UTF_8).length;
        if (midBytes > 255 || (midId != 0 && midBytes == 0)) {
            throw new IllegalArgumentException("mid must be 1..255 bytes: " + mid);
        }
    }

    /// Without dependency descriptors.
    public HeaderExtensions(int midId, String mid, int transportSequenceId, int absSendTimeId) {
        this(midId, mid, transportSequenceId, absSendTimeId, 0);
    }

    private static void checkId(int id) {
        if (id < 0 || id > 255) {
            throw new IllegalArgumentException("extension identifier must be 0..255: " + id);
        }
    }
}
