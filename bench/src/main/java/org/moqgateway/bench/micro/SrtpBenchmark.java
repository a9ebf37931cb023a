package org.moqgateway.bench.micro;

import java.util.concurrent.TimeUnit;
import org.moqgateway.core.srtp.SrtpKeyingMaterial;
import org.moqgateway.core.srtp.SrtpProfile;
import org.moqgateway.core.srtp.SrtpSession;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// SRTP in place (RFC 3711, RFC 7714). An operation is one packet of 1200 bytes.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SrtpBenchmark {
    private static final int BATCH = 1024;
    private static final int LENGTH = 1200;
    private static final int ROOM = LENGTH + SrtpSession.MAX_OVERHEAD_BYTES;

    /// Fresh keys for both sides.
    static SrtpKeyingMaterial keys(SrtpProfile profile) {
        byte[] key = new byte[profile.keyBytes()];
        byte[] salt = new byte[profile.saltBytes()];
        return new SrtpKeyingMaterial(profile, key, salt, key, salt);
    }

    /// A sender and the packet that it sends again and again under new numbers.
    @State(Scope.Thread)
    public static class Sender {
        /// One of [SrtpProfile].
        @Param({"AEAD_AES_128_GCM", "AEAD_AES_256_GCM", "AES_CM_128_HMAC_SHA1_80"})
        public String profile = "";

        private SrtpSession session = new SrtpSession(keys(SrtpProfile.AEAD_AES_128_GCM), true);
        private final byte[] packet = new byte[ROOM];
        private int sequenceNumber;

        /// Makes the session.
        @Setup
        public void prepare() {
            session = new SrtpSession(keys(SrtpProfile.valueOf(profile)), true);
        }

        int protect(byte[] buffer, int offset) {
            buffer[offset] = (byte) 0x80;
            buffer[offset + 2] = (byte) (sequenceNumber >> 8);
            buffer[offset + 3] = (byte) sequenceNumber++;
            return session.protectRtp(buffer, offset, LENGTH);
        }
    }

    /// A receiver and packets that it has not seen.
    @State(Scope.Thread)
    public static class Receiver {
        private SrtpSession session = new SrtpSession(keys(SrtpProfile.AEAD_AES_128_GCM), false);
        private final byte[] packets = new byte[BATCH * ROOM];
        private int length;

        /// Makes the session.
        @Setup
        public void prepare(Sender sender) {
            session = new SrtpSession(keys(SrtpProfile.valueOf(sender.profile)), false);
        }

        /// Protects the next packets; not part of what is measured.
        @Setup(Level.Invocation)
        public void refill(Sender sender) {
            for (int i = 0; i < BATCH; i++) {
                length = sender.protect(packets, i * ROOM);
            }
        }
    }

    /// Encrypts and authenticates.
    @Benchmark
    public int protect(Sender sender) {
        return sender.protect(sender.packet, 0);
    }

    /// Verifies, checks for replay and decrypts.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int unprotect(Receiver receiver) {
        int sum = 0;
        for (int i = 0; i < BATCH; i++) {
            int plain = receiver.session.unprotectRtp(receiver.packets, i * ROOM, receiver.length);
            if (plain != LENGTH) {
                throw new IllegalStateException("refused: " + plain);
            }
            sum += plain;
        }
        return sum;
    }
}
