package org.moqgateway.moq.transport.kwik;

/// Which directions a stream has.
enum StreamKind {
    UNI,
    BIDI
}
