package org.moqgateway.core.hang;

/// Reads the frames of a catalog's track, in order. Belongs to one thread.
@FunctionalInterface
interface CatalogDecoder extends AutoCloseable {
    /// Reads a frame. Never throws for what the bytes hold.
    ///
    /// @param frameIndex position of the frame in its group
    CatalogResult decode(byte[] payload, int frameIndex);

    /// Lets go of what the decoder holds.
    @Override
    default void close() {}
}
