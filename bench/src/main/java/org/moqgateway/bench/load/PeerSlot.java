package org.moqgateway.bench.load;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.net.PacketSender;
import org.moqgateway.core.net.PeerHandler;
import org.moqgateway.core.peer.PeerConnection;

/// Holds the place of a peer connection behind a socket: the socket comes first, since the offer
/// tells its port, and the connection last, since it needs the answer.
final class PeerSlot implements PeerHandler {
    private record Attachment(MediaLoop loop, PacketSender sender) {}

    private final CompletableFuture<Attachment> attachment = new CompletableFuture<>();
    private @Nullable PeerConnection connection;

    @Override
    public void attached(MediaLoop loop, PacketSender sender) {
        attachment.complete(new Attachment(loop, sender));
    }

    /// Puts the connection in its place. Any thread.
    void fill(PeerConnection owner) {
        Attachment place = attachment.join();
        place.loop()
                .execute(
                        () -> {
                            connection = owner;
                            owner.attached(place.loop(), place.sender());
                        });
    }

    @Override
    public void datagram(
            byte[] buffer, int offset, int length, InetSocketAddress source, long nowNanos) {
        PeerConnection owner = connection;
        if (owner != null) {
            owner.datagram(buffer, offset, length, source, nowNanos);
        }
    }
}
