package org.moqgateway.moq.session;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moqgateway.moq.transport.ReceiveStream;
import org.moqgateway.moq.transport.StreamReader;
import org.moqgateway.moq.wire.MessageReader;
import org.moqgateway.moq.wire.MoqError;
import org.moqgateway.moq.wire.Setup;
import org.moqgateway.moq.wire.UniStreamType;
import org.moqgateway.moq.wire.VarInt;
import org.moqgateway.moq.wire.VarIntReader;
import org.moqgateway.moq.wire.WireException;

/// Reads what a unidirectional stream of the peer is for, and leaves the rest to who knows it. A
/// type that is unknown, or not of this version, is stopped.
final class IncomingStream implements StreamReader {
    private final SessionCore core;
    private final ReceiveStream stream;
    private final VarIntReader type = new VarIntReader();
    private @Nullable StreamReader body;
    private boolean over;

    IncomingStream(SessionCore core, ReceiveStream stream) {
        this.core = core;
        this.stream = stream;
    }

    @Override
    public void data(ByteBuffer bytes) {
        if (over || core.over()) {
            return;
        }
        StreamReader reader = body;
        if (reader == null) {
            long code = type.read(bytes);
            if (code == VarInt.INCOMPLETE) {
                return;
            }
            reader = begin(code);
            body = reader;
        }
        if (reader != null && bytes.hasRemaining()) {
            reader.data(bytes);
        }
    }

    private @Nullable StreamReader begin(long code) {
        Optional<UniStreamType> known =
                UniStreamType.of(code).filter(found -> found.existsIn(core.version()));
        if (known.isEmpty()) {
            refuse();
            return null;
        }
        return switch (known.get()) {
            case GROUP -> core.subscriber().receive(stream);
            case SETUP -> {
                if (!core.setup().claim()) {
                    core.fail(MoqError.PROTOCOL_VIOLATION, "second SETUP");
                }
                yield new SetupReader(core);
            }
        };
    }

    private void refuse() {
        over = true;
        stream.stop(core.codes().toWire(MoqError.UNEXPECTED_STREAM.streamCode()));
        core.wasted();
    }

    @Override
    public void finished() {
        StreamReader reader = body;
        if (reader != null) {
            reader.finished();
        } else if (!over) {
            core.wasted();
        }
    }

    @Override
    public void reset(long code) {
        StreamReader reader = body;
        if (reader != null) {
            reader.reset(code);
        } else if (!over) {
            core.wasted();
        }
    }

    /// Reads the one message of a setup stream. Everything else there ends the session.
    private static final class SetupReader implements StreamReader {
        private final SessionCore core;
        private final MessageReader messages;
        private boolean read;

        SetupReader(SessionCore core) {
            this.core = core;
            this.messages = new MessageReader(core.version());
        }

        @Override
        public void data(ByteBuffer bytes) {
            if (core.over()) {
                return;
            }
            messages.feed(bytes);
            try {
                Optional<Setup> setup = read ? Optional.empty() : messages.poll(Setup::decode);
                if (setup.isPresent()) {
                    read = true;
                    core.setup().receive(setup.get());
                }
                if (read) {
                    messages.finish();
                }
            } catch (WireException e) {
                core.fail(MoqError.PROTOCOL_VIOLATION, "SETUP: " + e.getMessage());
            }
        }

        @Override
        public void finished() {
            if (!read) {
                core.fail(MoqError.PROTOCOL_VIOLATION, "setup stream without SETUP");
            }
        }

        @Override
        public void reset(long code) {
            finished();
        }
    }
}
