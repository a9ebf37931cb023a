package org.moqgateway.codecs;

import java.util.ArrayList;
import java.util.List;

/// Keeps what a depacketizer delivers.
public final class RecordingSink implements Depacketizer.Sink {
    /// A call of `dropped`.
    public record Drop(DropReason reason, int rtpTimestamp) {}

    private final List<EncodedFrame> frames = new ArrayList<>();
    private final List<Drop> drops = new ArrayList<>();

    @Override
    public void frame(EncodedFrame frame) {
        frames.add(frame);
    }

    @Override
    public void dropped(DropReason reason, int rtpTimestamp) {
        drops.add(new Drop(reason, rtpTimestamp));
    }

    /// The frames so far.
    public List<EncodedFrame> frames() {
        return frames;
    }

    /// The drops so far.
    public List<Drop> drops() {
        return drops;
    }

    /// Why something was dropped, in order.
    public List<DropReason> reasons() {
        return drops.stream().map(Drop::reason).toList();
    }
}
