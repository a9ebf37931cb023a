package org.moqgateway.moq.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// Any bytes are taken without another exception than [WireException]. `mvn test` replays the
/// inputs that earlier searches found; this searches for more:
///
///     export JAZZER_FUZZ=1 JAVA_TOOL_OPTIONS=-Djazzer.hooks=true
///     mvn -pl moq test -Dtest='WireFuzzTest#readsAnyMessage'
class WireFuzzTest {
    private static final List<MessageDecoder<?>> DECODERS =
            List.of(
                    Setup::decode,
                    AnnounceRequest::decode,
                    AnnounceOk::decode,
                    Announcement.DECODER,
                    Subscribe::decode,
                    SubscribeUpdate::decode,
                    SubscribeResponse.DECODER,
                    TrackMessage::decode,
                    TrackInfoMessage::decode,
                    Fetch::decode,
                    Probe::decode,
                    Goaway::decode,
                    Datagram::decode);

    private static final GroupReader.Sink NOBODY =
            new GroupReader.Sink() {
                @Override
                public void group(GroupHeader header) {}

                @Override
                public void frame(long timestamp, byte[] payload) {}

                @Override
                public boolean hold(int bytes) {
                    return true;
                }

                @Override
                public void release(int bytes) {}
            };

    /// The first byte chooses message and version; the rest comes in two pieces.
    @FuzzTest
    void readsAnyMessage(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int choice = input[0] & 0xff;
        MoqVersion[] versions = MoqVersion.values();
        MessageReader reader = new MessageReader(versions[choice % versions.length]);
        MessageDecoder<?> decoder = DECODERS.get(choice / versions.length % DECODERS.size());
        int middle = 1 + (input.length - 1) / 2;
        try {
            reader.feed(ByteBuffer.wrap(input, 1, middle - 1));
            drain(reader, decoder);
            reader.feed(ByteBuffer.wrap(input, middle, input.length - middle));
            drain(reader, decoder);
            reader.finish();
        } catch (WireException e) {
            // What a bad message is answered with.
            return;
        }
    }

    private static void drain(MessageReader reader, MessageDecoder<?> decoder)
            throws WireException {
        Optional<?> next = reader.poll(decoder);
        while (next.isPresent()) {
            next = reader.poll(decoder);
        }
    }

    /// The first byte chooses the version; the rest is a group stream in two pieces.
    @FuzzTest
    void readsAnyGroup(byte[] input) {
        if (input.length == 0) {
            return;
        }
        MoqVersion[] versions = MoqVersion.values();
        MoqVersion version = versions[(input[0] & 0xff) % versions.length];
        GroupReader reader = GroupReader.ofStream(version, 1 << 16, NOBODY);
        int middle = 1 + (input.length - 1) / 2;
        try {
            reader.read(ByteBuffer.wrap(input, 1, middle - 1));
            reader.read(ByteBuffer.wrap(input, middle, input.length - middle));
            reader.finish();
        } catch (WireException e) {
            // What a bad group is answered with.
            return;
        }
    }
}
