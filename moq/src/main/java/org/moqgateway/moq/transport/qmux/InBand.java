package org.moqgateway.moq.transport.qmux;

import java.nio.ByteBuffer;
import java.util.List;

/// The agreement on a protocol where the carrier has none: each side lists its own in its
/// transport parameters, its first record. A server of ours answers with one alone, the first
/// of the client's that it speaks; a client of ours takes the first of the server's that it
/// listed.
public final class InBand {
    private static final int MAX_HELLO_BYTES = 4096;

    private InBand() {}

    /// The first record of a side.
    public static byte[] hello(QmuxSettings settings) {
        QmuxFrame hello = new QmuxFrame.Parameters(settings.parameters());
        return RecordWriter.record(hello, MAX_HELLO_BYTES);
    }

    /// The protocols that a first record lists, in the sayer's order.
    ///
    /// @throws QmuxException when it does not begin with transport parameters
    public static List<String> protocols(byte[] hello) throws QmuxException {
        if (QmuxFrame.decode(ByteBuffer.wrap(hello)) instanceof QmuxFrame.Parameters parameters) {
            return parameters.values().protocols();
        }
        throw new QmuxException("transport parameters come first");
    }
}
