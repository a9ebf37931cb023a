package org.moqgateway.moq.wire;

import java.nio.ByteBuffer;

/// What a publisher sends on a subscribe stream.
///
/// ```text
/// 03, 04   SUBSCRIBE_OK     0 (i) Length (i) [SubscribeOptions]
///          SUBSCRIBE_DROP   1 (i) Length (i) Start (i) End (i) Error (i)
/// from 05  SUBSCRIBE_START  0 (i) Length (i) Group (i)
///          SUBSCRIBE_END    1 (i) Length (i) Group (i)
///          SUBSCRIBE_DROP   2 (i) Length (i) Start (i) End (i) Error (i)
/// ```
public sealed interface SubscribeResponse {
    /// Reads a response.
    MessageDecoder<SubscribeResponse> DECODER = new Decoder();

    /// The subscription is accepted (03 and 04).
    ///
    /// @param options what the publisher will do, as it sees it
    record Ok(SubscribeOptions options) implements SubscribeResponse {}

    /// The first group that will be sent is known (from 05 on). That the subscription was accepted
    /// is not said otherwise.
    ///
    /// @param group its sequence
    record Start(long group) implements SubscribeResponse {}

    /// The track ends (from 05 on).
    ///
    /// @param group the sequence behind its last group; 0 when it had none
    record End(long group) implements SubscribeResponse {}

    /// Groups will not come.
    ///
    /// @param first sequence of the first of them
    /// @param last sequence of the last of them, inclusive
    /// @param error a stream code; 0 when they just are not there
    record Drop(long first, long last, long error) implements SubscribeResponse {}

    /// The message.
    ///
    /// @throws IllegalArgumentException when the version has no such response
    default byte[] encode(MoqVersion version) {
        WireWriter out = new WireWriter();
        boolean lite05 = version.hasTrackStream();
        return switch (this) {
            case Ok(SubscribeOptions options) -> {
                WireWriter.require(!lite05, "SUBSCRIBE_OK", version);
                yield options.encode(out).toMessage(0);
            }
            case Start(long group) -> {
                WireWriter.require(lite05, "SUBSCRIBE_START", version);
                yield out.varInt(group).toMessage(0);
            }
            case End(long group) -> {
                WireWriter.require(lite05, "SUBSCRIBE_END", version);
                yield out.varInt(group).toMessage(1);
            }
            case Drop(long first, long last, long error) ->
                    out.varInt(first).varInt(last).varInt(error).toMessage(lite05 ? 2 : 1);
        };
    }

    /// Reads what [SubscribeResponse] draws.
    final class Decoder implements MessageDecoder<SubscribeResponse> {
        private Decoder() {}

        @Override
        public boolean typed(MoqVersion version) {
            return true;
        }

        @Override
        public SubscribeResponse decode(ByteBuffer message, MoqVersion version)
                throws WireException {
            long type = WireReader.of(message).varInt();
            WireReader in = WireReader.body(message);
            SubscribeResponse response =
                    version.hasTrackStream() ? lite05(type, in) : lite03(type, in);
            in.end();
            return response;
        }

        private static SubscribeResponse lite03(long type, WireReader in) throws WireException {
            if (type == 0) {
                return new Ok(SubscribeOptions.decode(in));
            }
            if (type == 1) {
                return new Drop(in.varInt(), in.varInt(), in.varInt());
            }
            throw WireReader.malformed("unknown subscribe response " + type);
        }

        private static SubscribeResponse lite05(long type, WireReader in) throws WireException {
            if (type == 0) {
                return new Start(in.varInt());
            }
            if (type == 1) {
                return new End(in.varInt());
            }
            if (type == 2) {
                return new Drop(in.varInt(), in.varInt(), in.varInt());
            }
            throw WireReader.malformed("unknown subscribe response " + type);
        }
    }
}
