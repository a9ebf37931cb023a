package org.moqgateway.media.picture;

/// A picture in memory.
///
/// The array is handed over: whoever made the picture no longer touches it.
///
/// @param width pixels
/// @param height pixels
/// @param rgb one `0x00RRGGBB` for each pixel (sRGB), row by row from the top left
@SuppressWarnings("ArrayRecordComponent") // Compared with nothing.
public record Picture(int width, int height, int[] rgb) {
    /// @throws IllegalArgumentException when the array is not one pixel for each place
    public Picture {
        if (width < 1 || height < 1 || rgb.length != width * height) {
            throw new IllegalArgumentException("not " + width + " times " + height + " pixels");
        }
    }
}
