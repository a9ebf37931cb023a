package org.moqgateway.core.transport;

import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.net.DatagramPath;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.net.PacketSender;

/// The way out of a connection: whatever pair is selected. Nothing leaves before one is.
final class SelectedWay implements PacketSender {

    private final MediaLoop loop;
    private volatile @Nullable Way way;

    private record Way(DatagramPath path, InetSocketAddress remote) {}

    SelectedWay(MediaLoop loop) {
        this.loop = loop;
    }

    /// Goes another way from now on; what was queued leaves the old one. On the loop.
    void select(DatagramPath path, InetSocketAddress remote) {
        flush();
        way = new Way(path, remote);
    }

    /// Sends nothing any more.
    void close() {
        way = null;
    }

    /// The connection's idea of the destination may be older than the selected pair, which counts.
    @Override
    public void send(byte[] buffer, int offset, int length, InetSocketAddress destination) {
        if (loop.inLoop()) {
            Way now = way;
            if (now != null) {
                now.path.send(buffer, offset, length, now.remote);
            }
            return;
        }
        byte[] copy = Arrays.copyOfRange(buffer, offset, offset + length);
        loop.execute(
                () -> {
                    send(copy, 0, copy.length, destination);
                    flush();
                });
    }

    @Override
    public void flush() {
        Way now = way;
        if (now != null && loop.inLoop()) {
            now.path.flush();
        }
    }
}
