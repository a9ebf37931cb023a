package org.moqgateway.media.jcodec;

import java.nio.ByteBuffer;
import org.jcodec.codecs.common.biari.MDecoder;

/// JCodec's decoder of bins (H.264 §9.3.3.2), which ends: behind the end of a slice it would give
/// bins for ever, and some of its readers wait for a certain one.
final class BoundedArithmeticDecoder extends MDecoder {
    private long left;

    /// @param bins how many there may be
    BoundedArithmeticDecoder(ByteBuffer slice, int[][] contexts, long bins) {
        super(slice, contexts);
        this.left = bins;
    }

    /// Thrown at damaged bytes.
    static final class TooManyBinsException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyBinsException() {
            super("a slice does not end", null, false, false);
        }
    }

    @Override
    public int decodeBin(int context) {
        count();
        return super.decodeBin(context);
    }

    @Override
    public int decodeFinalBin() {
        count();
        return super.decodeFinalBin();
    }

    @Override
    public int decodeBinBypass() {
        count();
        return super.decodeBinBypass();
    }

    private void count() {
        if (--left < 0) {
            throw new TooManyBinsException();
        }
    }
}
