package org.moqgateway.server.e2e;

import java.util.ArrayList;
import java.util.List;
import org.moqgateway.core.net.MediaLoops;
import org.moqgateway.core.webrtc.SessionKind;
import org.moqgateway.core.webrtc.TestMedia;
import org.moqgateway.core.webrtc.TestPeer;

/// A connected client over HTTP and UDP, with media that tells what it received.
record LivePeer(TestPeer peer, TestMedia media, MediaLoops loops) implements AutoCloseable {
    static LivePeer publish(HttpBroker http, String broadcast, String... codecs)
            throws InterruptedException {
        return dial(http, SessionKind.WHIP, broadcast, codecs);
    }

    static LivePeer play(HttpBroker http, String broadcast) throws InterruptedException {
        return dial(http, SessionKind.WHEP, broadcast, "avc1.42e01f", "opus");
    }

    private static LivePeer dial(
            HttpBroker http, SessionKind kind, String broadcast, String... codecs)
            throws InterruptedException {
        MediaLoops loops = MediaLoops.start(1);
        List<TestMedia> media = new ArrayList<>();
        TestPeer peer =
                new TestPeer(
                        new TestPeer.Dial(http, kind, broadcast, loops).with(codecs),
                        negotiated -> {
                            media.add(new TestMedia(negotiated));
                            return media.getFirst();
                        });
        return new LivePeer(peer.awaitConnected(), media.getFirst(), loops);
    }

    /// The session URL's path.
    String session() {
        return "/session/" + peer.session().id();
    }

    /// The entity-tag as a header has it.
    String etag() {
        return '"' + peer.session().etag() + '"';
    }

    @Override
    public void close() {
        peer.close();
        loops.close();
    }
}
