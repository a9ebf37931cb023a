package org.moqgateway.codecs;

/// Which layers of a scalable stream (SVC) are wanted: the lower ones alone make a smaller picture,
/// or fewer of them.
///
/// @param spatial the highest spatial layer wanted, 0 is the smallest picture
/// @param temporal the highest temporal layer wanted, 0 is the lowest frame rate
public record LayerLimit(int spatial, int temporal) {
    /// Every layer.
    public static final LayerLimit NONE = new LayerLimit(7, 7);

    /// @throws IllegalArgumentException when a layer is not 0 … 7
    public LayerLimit {
        if (spatial < 0 || spatial > 7 || temporal < 0 || temporal > 7) {
            throw new IllegalArgumentException(
                    "layers must be 0 … 7, were " + spatial + " and " + temporal);
        }
    }
}
