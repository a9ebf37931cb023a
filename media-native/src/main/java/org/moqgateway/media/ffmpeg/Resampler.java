package org.moqgateway.media.ffmpeg;

import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/// Brings decoded audio to one rate, layout and format, whatever it has; what it has may change.
/// Confined to one thread at a time.
final class Resampler implements AutoCloseable {
    private final AVChannelLayout layout;
    private final int rateHz;
    private final int format;
    private final AVFrame out = avutil.av_frame_alloc();
    private @Nullable SwrContext context;
    private int sourceRateHz;
    private int sourceFormat;
    private int sourceChannels;

    /// @param layout lent for as long as this lives
    Resampler(AVChannelLayout layout, int rateHz, int format) {
        this.layout = layout;
        this.rateHz = rateHz;
        this.format = format;
    }

    /// Whether a frame is not like those before it, so that what is still inside must be drained.
    boolean differs(AVFrame frame) {
        return context != null
                && (sourceRateHz != frame.sample_rate()
                        || sourceFormat != frame.format()
                        || sourceChannels != frame.ch_layout().nb_channels());
    }

    /// Converts a frame; the result is valid until the next call.
    ///
    /// @return null when it cannot be converted
    @Nullable AVFrame convert(AVFrame frame) {
        SwrContext converter = context == null ? open(frame) : context;
        return converter == null ? null : run(converter, frame);
    }

    /// What is still inside, at the end or before a gap; the next frame begins anew.
    ///
    /// @return null when there is nothing
    @Nullable AVFrame drain() {
        SwrContext converter = context;
        if (converter == null) {
            return null;
        }
        AVFrame rest = run(converter, null);
        swresample.swr_free(converter);
        context = null;
        return rest;
    }

    private @Nullable SwrContext open(AVFrame frame) {
        sourceRateHz = frame.sample_rate();
        sourceFormat = frame.format();
        sourceChannels = frame.ch_layout().nb_channels();
        SwrContext made = new SwrContext((Pointer) null);
        int status =
                swresample.swr_alloc_set_opts2(
                        made,
                        layout,
                        format,
                        rateHz,
                        frame.ch_layout(),
                        sourceFormat,
                        sourceRateHz,
                        0,
                        null);
        if (status < 0 || swresample.swr_init(made) < 0) {
            swresample.swr_free(made);
            return null;
        }
        context = made;
        return made;
    }

    /// @param frame null for the end
    private @Nullable AVFrame run(SwrContext converter, @Nullable AVFrame frame) {
        avutil.av_frame_unref(out);
        out.format(format).sample_rate(rateHz).ch_layout(layout);
        return swresample.swr_convert_frame(converter, out, frame) < 0 ? null : out;
    }

    @Override
    public void close() {
        if (context != null) {
            swresample.swr_free(context);
            context = null;
        }
        avutil.av_frame_free(out);
    }
}
