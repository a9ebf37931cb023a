/// QUIC in pure Java, by Kwik, for hosts where no native library loads.
///
/// Kwik has no stream priority, hides reset codes, forgets resets after a stream's end and can lose
/// the wake-up of its sender. So little is kept inside it: a connection hands it small pieces of
/// the most urgent stream, sees in its packet log what has left and which codes came, ends a stream
/// when all of it has left, and wakes the sender when nothing moves.
///
/// What remains different from the native stack: no estimate of the send rate, one ALPN token in
/// each attempt of a client, and a reset leaves a few hundred bytes of Kwik's flow control behind
/// until the connection ends.
@NullMarked
package org.moqgateway.moq.transport.kwik;

import org.jspecify.annotations.NullMarked;
