package org.moqgateway.moq.wire;

/// Names of tracks: any text.
public final class TrackName {
    /// The longest name on the wire, in bytes of UTF-8.
    public static final int MAX_BYTES = 1024;

    private TrackName() {}
}
