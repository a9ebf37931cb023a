package org.moqgateway.core.net;

import java.net.InetSocketAddress;

/// A way to one server: datagrams, or the messages of a stream. It lives on one loop, whose thread
/// calls the listener and, but for [#close], everything here.
public interface ServerLink extends AutoCloseable {

    /// What comes of a link, on its loop.
    interface Listener {
        /// It is connected, its TLS handshake done. Before any [#message].
        void opened(ServerLink link);

        /// One message.
        ///
        /// @param buffer lent for the call, and may be changed in place between `offset` and its
        ///     end; at least 64 bytes of room follow `offset + length`
        /// @param nowNanos [System#nanoTime()] of the batch it was read with
        void message(byte[] buffer, int offset, int length, long nowNanos);

        /// The network told that nobody listens there (ICMP); over UDP only.
        void unreachable(long nowNanos);

        /// It could not be opened, or is gone. The last call.
        ///
        /// @param why for people
        void ended(String why);
    }

    /// Our end.
    InetSocketAddress localAddress();

    /// Queues bytes until [#flush()], or drops them if the link does not take more at
    /// present: for media.
    ///
    /// @param buffer lent for the call: its bytes are copied
    void offer(byte[] buffer, int offset, int length);

    /// Queues bytes until [#flush()] even then, where nobody would send them again: over a stream.
    /// For few.
    ///
    /// @param buffer lent for the call: its bytes are copied
    void send(byte[] buffer, int offset, int length);

    /// Writes what is queued.
    void flush();

    /// Ends it. Idempotent, any thread; the listener hears nothing more.
    @Override
    void close();
}
