package org.moqgateway.media.picture;

/// The size of a picture that is shown no wider than so many pixels, its shape kept.
///
/// @param width pixels, at least 1
/// @param height pixels, at least 1
public record PictureScale(int width, int height) {
    /// Scales down, never up.
    public static PictureScale of(int width, int height, int maxWidth) {
        if (width <= maxWidth) {
            return new PictureScale(width, height);
        }
        long scaled = ((long) height * maxWidth + width / 2) / width;
        return new PictureScale(maxWidth, (int) Math.max(1, scaled));
    }
}
