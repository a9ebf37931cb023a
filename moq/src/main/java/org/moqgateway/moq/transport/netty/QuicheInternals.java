package org.moqgateway.moq.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicException;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;

/// What Netty's QUIC codec can do and does not offer. docs/adr/0006-quic.md says why each is
/// needed.
///
/// - Two flags of a stream's channel. A channel that ends by a reset or a stop instead of a FIN is
///   never forgotten by its connection, and closing it sends a FIN that could overtake the reset.
/// - Error codes of 62 bits (RFC 9000 §19.4, §19.5), which WebTransport needs; Netty takes an int.
/// - Questions after streams that have ended, without which quiche never forgets some
///   ([StreamSweep]).
/// - A datagram without content (RFC 9221 §4), the one thing an idle peer must acknowledge and
///   that means nothing to it; Netty skips it.
/// - The end of a connection's loss timer. While Netty closes a connection it may run a timer that
///   is overdue, too late for the probe to leave before the farewell; quiche, which sends no probe
///   together with a farewell of the application, then sends acknowledgements for ever.
final class QuicheInternals {
    private static final String PACKAGE = "io.netty.handler.codec.quic.";

    /// An address that no byte is read from; native code wants one that is not null.
    private static final long NOWHERE = 1;

    private static final int SHUTDOWN_READ = 0;
    private static final int SHUTDOWN_WRITE = 1;

    private static final VarHandle FIN_SENT;
    private static final VarHandle FIN_RECEIVED;
    private static final MethodHandle CONNECTION;
    private static final MethodHandle FREED;
    private static final MethodHandle ADDRESS;
    private static final MethodHandle SHUTDOWN;
    private static final MethodHandle SEND_DATAGRAM;
    private static final MethodHandle SEND;
    private static final MethodHandle FINISHED;
    private static final MethodHandle RECEIVE;
    private static final MethodHandle WRITABLE;
    private static final MethodHandle ITERATE;
    private static final MethodHandle FREE_ITERATOR;
    private static final MethodHandle CAPACITY;
    private static final MethodHandle TIMER;
    private static final MethodHandle CANCEL_TIMER;

    static {
        try {
            Class<?> stream = Class.forName(PACKAGE + "QuicheQuicStreamChannel");
            Class<?> channel = Class.forName(PACKAGE + "QuicheQuicChannel");
            Class<?> connection = Class.forName(PACKAGE + "QuicheQuicConnection");
            Class<?> quiche = Class.forName(PACKAGE + "Quiche");
            Lookup lookup = MethodHandles.lookup();
            Lookup inside = MethodHandles.privateLookupIn(stream, lookup);
            FIN_SENT = inside.findVarHandle(stream, "finSent", boolean.class);
            FIN_RECEIVED = inside.findVarHandle(stream, "finReceived", boolean.class);
            CONNECTION =
                    MethodHandles.privateLookupIn(channel, lookup)
                            .findGetter(channel, "connection", connection)
                            .asType(MethodType.methodType(Object.class, QuicChannel.class));
            FREED =
                    inside.findVirtual(connection, "isFreed", MethodType.methodType(boolean.class))
                            .asType(MethodType.methodType(boolean.class, Object.class));
            ADDRESS =
                    inside.findVirtual(connection, "address", MethodType.methodType(long.class))
                            .asType(MethodType.methodType(long.class, Object.class));
            SHUTDOWN =
                    inside.findStatic(
                            quiche,
                            "quiche_conn_stream_shutdown",
                            MethodType.methodType(
                                    int.class, long.class, long.class, int.class, long.class));
            SEND_DATAGRAM =
                    inside.findStatic(
                            quiche,
                            "quiche_conn_dgram_send",
                            MethodType.methodType(int.class, long.class, long.class, int.class));
            SEND =
                    inside.findVirtual(
                                    channel,
                                    "connectionSendAndFlush",
                                    MethodType.methodType(void.class))
                            .asType(MethodType.methodType(void.class, QuicChannel.class));
            FINISHED =
                    inside.findStatic(
                            quiche,
                            "quiche_conn_stream_finished",
                            MethodType.methodType(boolean.class, long.class, long.class));
            RECEIVE = receive(inside, channel);
            WRITABLE =
                    inside.findStatic(
                            quiche,
                            "quiche_conn_writable",
                            MethodType.methodType(long.class, long.class));
            ITERATE =
                    inside.findStatic(
                            quiche,
                            "quiche_stream_iter_next",
                            MethodType.methodType(int.class, long.class, long[].class));
            FREE_ITERATOR =
                    inside.findStatic(
                            quiche,
                            "quiche_stream_iter_free",
                            MethodType.methodType(void.class, long.class));
            CAPACITY =
                    inside.findStatic(
                            quiche,
                            "quiche_conn_stream_capacity",
                            MethodType.methodType(long.class, long.class, long.class));
            Class<?> timer = Class.forName(PACKAGE + "QuicheQuicChannel$TimeoutHandler");
            TIMER =
                    MethodHandles.privateLookupIn(channel, lookup)
                            .findGetter(channel, "timeoutHandler", timer)
                            .asType(MethodType.methodType(Object.class, QuicChannel.class));
            CANCEL_TIMER =
                    inside.findVirtual(timer, "cancel", MethodType.methodType(void.class))
                            .asType(MethodType.methodType(void.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException("another QUIC codec of Netty than expected", e);
        }
    }

    private QuicheInternals() {}

    private static MethodHandle receive(Lookup inside, Class<?> channel)
            throws ReflectiveOperationException {
        Class<?> result = Class.forName(PACKAGE + "QuicheQuicChannel$StreamRecvResult");
        return inside.findVirtual(
                        channel,
                        "streamRecv",
                        MethodType.methodType(result, long.class, ByteBuf.class))
                .asType(
                        MethodType.methodType(
                                Object.class, QuicChannel.class, long.class, ByteBuf.class));
    }

    /// Makes sure that this class can do its work.
    ///
    /// @throws LinkageError when the codec is another than this was made for
    static void ensure() {
        // The class is initialized by now.
    }

    /// Ends a channel of which both directions have ended, without another frame.
    static void forget(QuicStreamChannel stream) {
        FIN_SENT.set(stream, true);
        FIN_RECEIVED.set(stream, true);
        stream.unsafe().closeForcibly();
    }

    /// RESET_STREAM. Once only: a code that is given later counts for nothing.
    @SuppressWarnings("FutureReturnValueIgnored")
    static void reset(QuicStreamChannel stream, long code) {
        if (code > Integer.MAX_VALUE) {
            shutdown(stream, SHUTDOWN_WRITE, code);
        }
        // The frame leaves with this call, whoever asked for it.
        stream.shutdownOutput((int) Math.min(code, Integer.MAX_VALUE), stream.newPromise());
    }

    /// STOP_SENDING, likewise.
    @SuppressWarnings("FutureReturnValueIgnored")
    static void stop(QuicStreamChannel stream, long code) {
        if (code > Integer.MAX_VALUE) {
            shutdown(stream, SHUTDOWN_READ, code);
        }
        stream.shutdownInput((int) Math.min(code, Integer.MAX_VALUE), stream.newPromise());
    }

    private static void shutdown(QuicStreamChannel stream, int direction, long code) {
        try {
            long address = address(stream.parent());
            if (address != 0) {
                int ignored =
                        (int) SHUTDOWN.invokeExact(address, stream.streamId(), direction, code);
            }
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /// Sends a datagram without content.
    static void sendEmptyDatagram(QuicChannel channel) {
        try {
            long address = address(channel);
            if (address != 0) {
                int ignored = (int) SEND_DATAGRAM.invokeExact(address, NOWHERE, 0);
                SEND.invokeExact(channel);
            }
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /// Asks for the end of a stream that was stopped, upon which quiche forgets it.
    ///
    /// @return false while the end has yet to come
    static boolean askForEnd(QuicChannel channel, long stream) {
        ByteBuf nothing = channel.alloc().directBuffer(1);
        try {
            long address = address(channel);
            if (address == 0) {
                return true;
            }
            if (!(boolean) FINISHED.invokeExact(address, stream)) {
                return false;
            }
            Object ignored = (Object) RECEIVE.invokeExact(channel, stream, nothing);
            return true;
        } catch (QuicException e) {
            // It is forgotten already.
            return true;
        } catch (Throwable e) {
            throw failure(e);
        } finally {
            nothing.release();
        }
    }

    /// Asks for the capacity of every stream that can be written to or was stopped, upon which
    /// quiche forgets those that have ended. Netty has asked for its own before.
    static void askForCapacity(QuicChannel channel) {
        try {
            long address = address(channel);
            if (address == 0) {
                return;
            }
            long iterator = (long) WRITABLE.invokeExact(address);
            try {
                long[] ids = new long[16];
                int found;
                do {
                    found = (int) ITERATE.invokeExact(iterator, ids);
                    for (int i = 0; i < found; i++) {
                        long ignored = (long) CAPACITY.invokeExact(address, ids[i]);
                    }
                } while (found == ids.length);
            } finally {
                FREE_ITERATOR.invokeExact(iterator);
            }
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /// Stops the loss timer of a connection that is closed next; whatever is due has been sent, or
    /// will never be.
    static void stopTimer(QuicChannel channel) {
        try {
            CANCEL_TIMER.invokeExact((Object) TIMER.invokeExact(channel));
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /// quiche's connection, or 0 when it is gone.
    private static long address(QuicChannel channel) throws Throwable {
        Object connection = (Object) CONNECTION.invokeExact(channel);
        return connection == null || (boolean) FREED.invokeExact(connection)
                ? 0
                : (long) ADDRESS.invokeExact(connection);
    }

    private static RuntimeException failure(Throwable cause) {
        return switch (cause) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new IllegalStateException(cause);
        };
    }
}
