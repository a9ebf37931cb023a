package org.moqgateway.media.jcodec;

import org.jcodec.codecs.h264.io.model.VUIParameters;
import org.jcodec.common.model.Picture;
import org.jcodec.common.model.Rect;
import org.jspecify.annotations.Nullable;
import org.moqgateway.media.picture.PictureScale;

/// Turns what JCodec decoded into RGB, smaller on the way where it must be: each pixel is the mean
/// of the samples that it stands for.
///
/// The matrix is that of the video usability information (H.264 §E.2.1, table E-5); video that
/// does not say has the one of BT.709 from 720 lines on, else that of BT.601.
final class YuvConversion {
    private static final int HD_HEIGHT = 720;
    private static final int BT709 = 1;
    private static final int UNSPECIFIED = 2;

    /// Kr, Kb of BT.709 and of BT.601.
    private static final double[] HD = {0.2126, 0.0722};

    private static final double[] SD = {0.299, 0.114};

    private final Picture source;
    private final Rect crop;
    private final boolean fullRange;
    private final double red;
    private final double blue;

    /// @param usability what the stream says of its colours, null for nothing
    YuvConversion(Picture source, @Nullable VUIParameters usability) {
        this.source = source;
        Rect whole = new Rect(0, 0, source.getWidth(), source.getHeight());
        this.crop = source.getCrop() == null ? whole : source.getCrop();
        this.fullRange = usability != null && usability.videoFullRangeFlag;
        int matrix =
                usability == null || !usability.colourDescriptionPresentFlag
                        ? UNSPECIFIED
                        : usability.matrixCoefficients;
        boolean hd = matrix == BT709 || (matrix == UNSPECIFIED && crop.getHeight() >= HD_HEIGHT);
        double[] weights = hd ? HD : SD;
        this.red = weights[0];
        this.blue = weights[1];
    }

    org.moqgateway.media.picture.Picture toPicture(int maxWidth) {
        PictureScale size = PictureScale.of(crop.getWidth(), crop.getHeight(), maxWidth);
        int[] luma = plane(0, 0, size);
        int[] cb = plane(1, 1, size);
        int[] cr = plane(2, 1, size);
        int[] rgb = new int[luma.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = rgb(luma[i], cb[i], cr[i]);
        }
        return new org.moqgateway.media.picture.Picture(size.width(), size.height(), rgb);
    }

    /// One plane at the size of the picture, 0 to 255 for each sample.
    ///
    /// @param shift 1 where the plane has half the samples each way
    private int[] plane(int index, int shift, PictureScale size) {
        byte[] samples = source.getPlaneData(index);
        int stride = source.getPlaneWidth(index);
        int left = crop.getX() >> shift;
        int top = crop.getY() >> shift;
        int width = Math.max(1, crop.getWidth() >> shift);
        int height = Math.max(1, crop.getHeight() >> shift);
        int[] scaled = new int[size.width() * size.height()];
        for (int y = 0; y < size.height(); y++) {
            int firstRow = y * height / size.height();
            int lastRow = Math.max(firstRow + 1, (y + 1) * height / size.height());
            for (int x = 0; x < size.width(); x++) {
                int first = x * width / size.width();
                int last = Math.max(first + 1, (x + 1) * width / size.width());
                int sum = 0;
                for (int row = firstRow; row < lastRow; row++) {
                    int at = (top + row) * stride + left;
                    for (int column = first; column < last; column++) {
                        sum += samples[at + column];
                    }
                }
                // JCodec's samples are 128 less than they are.
                scaled[y * size.width() + x] =
                        128 + Math.round((float) sum / ((lastRow - firstRow) * (last - first)));
            }
        }
        return scaled;
    }

    private int rgb(int luma, int cb, int cr) {
        double y = fullRange ? luma : (luma - 16) * 255.0 / 219;
        double chroma = fullRange ? 1 : 255.0 / 224;
        double redness = (cr - 128) * chroma * 2 * (1 - red);
        double blueness = (cb - 128) * chroma * 2 * (1 - blue);
        double greenness = -(red * redness + blue * blueness) / (1 - red - blue);
        return byteOf(y + redness) << 16 | byteOf(y + greenness) << 8 | byteOf(y + blueness);
    }

    private static int byteOf(double value) {
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }
}
