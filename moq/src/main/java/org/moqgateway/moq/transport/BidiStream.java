package org.moqgateway.moq.transport;

/// Both directions of a stream; each ends by itself. Belongs to the connection's loop.
public interface BidiStream extends SendStream, ReceiveStream {}
