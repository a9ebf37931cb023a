package org.moqgateway.server.snapshot;

/// What asking for a snapshot gave.
public sealed interface SnapshotResult {
    /// A picture.
    ///
    /// @param bytes of the JPEG file; shared, never written to
    /// @param etag tells it from others: hexadecimal digits
    @SuppressWarnings("ArrayRecordComponent") // Compared with nothing.
    record Jpeg(byte[] bytes, String etag) implements SnapshotResult {}

    /// None.
    record Refused(SnapshotRefusal reason) implements SnapshotResult {}
}
