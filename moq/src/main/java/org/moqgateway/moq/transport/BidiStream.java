package org.moqgateway.moq.transport;

/// Both directions of a stream; each ends by itself. Belongs to the connection's loop.
public interface BidiStream extends SendStream, ReceiveStream {
    /// The id of a stream that has none yet, or whose binding hides it.
    long UNKNOWN_ID = -1;

    /// The stream's number on the wire (RFC 9000 §2.1). A raw QUIC connection knows it of every
    /// stream that the peer opened; of one opened here it may answer [#UNKNOWN_ID].
    default long id() {
        return UNKNOWN_ID;
    }
}
