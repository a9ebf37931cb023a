package org.moqgateway.moq.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an endpoint says of itself, once, as the only message of a unidirectional stream
/// (moq-lite-05 SETUP).
///
/// ```text
/// Message Length (i)
/// Parameter Count (i)               at most 64, no number twice, unknown ones are skipped
///   Parameter Number (i) Length (i) Value
///     0x1 Probe   (i) 0 none, 1 report, 2 increase
///     0x2 Path    UTF-8, from clients whose binding carries none
///     0x3 Role    (i) 1 publisher, 2 subscriber
///     0x4 Cost    (i)
///     0x5 Origin  (i) 0 is none
/// ```
///
/// @param probe how far it can probe
/// @param path path and query asked for; null when not sent, which means the same as the empty one
/// @param role the only direction the client means to use; null for both
/// @param cost what a subscription at this endpoint costs the peer; [#UNPRICED] when not sent
/// @param origin the hop id of this endpoint; 0 when it has none or does not tell
public record Setup(
        ProbeLevel probe,
        @Nullable String path,
        @Nullable SessionRole role,
        long cost,
        long origin) {
    /// No cost was sent: it counts as 1.
    public static final long UNPRICED = -1;

    /// A SETUP that says nothing.
    public static final Setup EMPTY = new Setup(ProbeLevel.NONE, null, null, UNPRICED, 0);

    private static final int MAX_PARAMETERS = 64;
    private static final long PROBE = 1;
    private static final long PATH = 2;
    private static final long ROLE = 3;
    private static final long COST = 4;
    private static final long ORIGIN = 5;

    /// This with another probe level.
    public Setup withProbe(ProbeLevel level) {
        return new Setup(level, path, role, cost, origin);
    }

    /// This with another path.
    public Setup withPath(String target) {
        return new Setup(probe, target, role, cost, origin);
    }

    /// This with another role.
    public Setup withRole(SessionRole only) {
        return new Setup(probe, path, only, cost, origin);
    }

    /// This with another cost.
    public Setup withCost(long price) {
        return new Setup(probe, path, role, price, origin);
    }

    /// This with another hop id.
    public Setup withOrigin(long hop) {
        return new Setup(probe, path, role, cost, hop);
    }

    /// The message, without the type of its stream.
    ///
    /// @throws IllegalArgumentException when the version has no SETUP
    public byte[] encode(MoqVersion version) {
        WireWriter.require(version.hasSetupStream(), "SETUP", version);
        WireWriter parameters = new WireWriter();
        int count = 0;
        if (probe != ProbeLevel.NONE) {
            number(parameters, PROBE, probe.code());
            count++;
        }
        if (path != null) {
            parameters.varInt(PATH).bytes(path.getBytes(StandardCharsets.UTF_8));
            count++;
        }
        if (role != null) {
            number(parameters, ROLE, role.code());
            count++;
        }
        if (cost != UNPRICED) {
            number(parameters, COST, cost);
            count++;
        }
        if (origin != 0) {
            number(parameters, ORIGIN, origin);
            count++;
        }
        return new WireWriter().varInt(count).raw(parameters.toBytes()).toMessage();
    }

    /// Reads the message; see [MessageDecoder#decode].
    ///
    /// @throws WireException when the bytes are no SETUP, or the version has none
    public static Setup decode(ByteBuffer message, MoqVersion version) throws WireException {
        WireReader.require(version.hasSetupStream(), "SETUP", version);
        Map<Long, byte[]> values = parameters(WireReader.body(message));
        byte[] path = values.get(PATH);
        return new Setup(
                ProbeLevel.of(number(values, PROBE, 0)),
                path == null ? null : WireReader.utf8(path),
                SessionRole.of(number(values, ROLE, 0)).orElse(null),
                number(values, COST, UNPRICED),
                number(values, ORIGIN, 0));
    }

    private static Map<Long, byte[]> parameters(WireReader in) throws WireException {
        long count = in.varInt();
        if (count > MAX_PARAMETERS) {
            throw WireReader.malformed("more than " + MAX_PARAMETERS + " parameters: " + count);
        }
        Map<Long, byte[]> values = new HashMap<>();
        for (int i = 0; i < count; i++) {
            long number = in.varInt();
            if (values.put(number, in.bytes()) != null) {
                throw WireReader.malformed("parameter " + number + " came twice");
            }
        }
        in.end();
        return values;
    }

    private static long number(Map<Long, byte[]> values, long parameter, long absent)
            throws WireException {
        byte[] value = values.get(parameter);
        if (value == null) {
            return absent;
        }
        WireReader in = WireReader.of(ByteBuffer.wrap(value));
        long number = in.varInt();
        in.end();
        return number;
    }

    private static void number(WireWriter out, long parameter, long value) {
        out.varInt(parameter).varInt(VarInt.length(value)).varInt(value);
    }
}
