package org.moqgateway.server.snapshot;

/// Why there is no snapshot of a keyframe.
public enum SnapshotRefusal {
    /// Nothing here decodes the codec, or this way to use it.
    UNSUPPORTED,

    /// The picture is larger than 4096 pixels each way, or the keyframe than 16 MiB.
    TOO_LARGE,

    /// The keyframe is damaged.
    MALFORMED,

    /// Decoding did not end in time; the keyframe is not tried again.
    TOO_SLOW,

    /// As many pictures as may be are in the making. The same may be asked again a moment later.
    BUSY
}
