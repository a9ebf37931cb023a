package org.moqgateway.moq.transport.kwik;

import java.util.List;
import tech.kwik.core.frame.QuicFrame;

/// Sees the frames of one connection, on Kwik's threads; must be quick.
interface FrameListener {
    /// A packet came; perhaps not for the first time.
    ///
    /// @param bytes of the packet
    void received(List<QuicFrame> frames, int bytes);

    /// A packet has left.
    void sent(List<QuicFrame> frames);

    /// Kwik has given the connection up.
    void failed(String why);
}
