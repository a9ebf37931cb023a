package org.moqgateway.server.snapshot;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.awt.image.DirectColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.moqgateway.media.picture.Picture;

/// Writes pictures as JPEG (ITU-T T.81), in memory alone.
final class Jpeg {
    private static final float QUALITY = 0.8f;

    private static final int RED = 0xff0000;
    private static final int GREEN = 0x00ff00;
    private static final int BLUE = 0x0000ff;

    private Jpeg() {}

    static byte[] of(Picture picture) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image(picture), null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /// The picture's own pixels as Java's image.
    private static BufferedImage image(Picture picture) {
        int width = picture.width();
        int height = picture.height();
        DirectColorModel colours = new DirectColorModel(24, RED, GREEN, BLUE);
        return new BufferedImage(
                colours,
                Raster.createPackedRaster(
                        new DataBufferInt(picture.rgb(), picture.rgb().length),
                        width,
                        height,
                        width,
                        new int[] {RED, GREEN, BLUE},
                        null),
                false,
                null);
    }
}
