package org.moqgateway.core.turn;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// A TURN server of a test, and the output of the client that speaks with it: keeps what it is
/// sent, answers what the test says. Nothing moves by itself.
final class FakeTurnServer implements TurnOutput {

    static final InetSocketAddress RELAYED = new InetSocketAddress("192.0.2.15", 50000);
    static final InetSocketAddress MAPPED = new InetSocketAddress("198.51.100.7", 40001);
    static final String REALM = "example.org";

    /// What the client sent, oldest first.
    final List<byte[]> requests = new ArrayList<>();

    final List<byte[]> data = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    String nonce = "first";
    String password = "secret";
    int lifetimeSeconds = 600;

    @Override
    public void request(byte[] buffer, int offset, int length) {
        requests.add(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    @Override
    public void data(byte[] buffer, int offset, int length) {
        data.add(Arrays.copyOfRange(buffer, offset, offset + length));
    }

    @Override
    public void received(
            byte[] buffer, int offset, int length, InetSocketAddress peer, long nowNanos) {
        byte[] bytes = Arrays.copyOfRange(buffer, offset, offset + length);
        events.add("received " + HexFormat.of().formatHex(bytes) + " of " + peer);
    }

    @Override
    public void allocated(InetSocketAddress relayed) {
        events.add("allocated " + relayed);
    }

    @Override
    public void tryAlternate(InetSocketAddress server) {
        events.add("alternate " + server);
    }

    @Override
    public void failed(String why) {
        events.add("failed: " + why);
    }

    /// The only request that waits.
    TurnMessage only() {
        if (requests.size() != 1) {
            throw new AssertionError(requests.size() + " requests");
        }
        return next();
    }

    /// Takes the oldest request.
    TurnMessage next() {
        byte[] bytes = requests.removeFirst();
        return Objects.requireNonNull(TurnMessage.parse(bytes, 0, bytes.length));
    }

    LongTermKey key() {
        return LongTermKey.of("kim", password, REALM, nonce);
    }

    /// Whether the request is signed with our nonce and password.
    boolean trusts(TurnMessage request) {
        return nonce.equals(request.text(TurnAttribute.NONCE))
                && REALM.equals(request.text(TurnAttribute.REALM))
                && "kim".equals(request.text(TurnAttribute.USERNAME))
                && request.integrityMatches(key());
    }

    private static TurnWriter answer(TurnMessage request, int kind) {
        return new TurnWriter(request.type() | kind, request.id());
    }

    /// An error without integrity, with a nonce and the realm.
    byte[] challenge(TurnMessage request, int code) {
        return answer(request, TurnMethod.ERROR)
                .uint32(TurnAttribute.ERROR_CODE, (code / 100) << 8 | code % 100)
                .text(TurnAttribute.REALM, REALM)
                .text(TurnAttribute.NONCE, nonce)
                .finish();
    }

    /// A signed error.
    byte[] error(TurnMessage request, int code) {
        return answer(request, TurnMethod.ERROR)
                .uint32(TurnAttribute.ERROR_CODE, (code / 100) << 8 | code % 100)
                .authenticate(key())
                .finish();
    }

    /// 300 with another server's address.
    byte[] alternate(TurnMessage request, String attributeHex) {
        return answer(request, TurnMethod.ERROR)
                .uint32(TurnAttribute.ERROR_CODE, 3 << 8)
                .bytes(TurnAttribute.ALTERNATE_SERVER, HexFormat.of().parseHex(attributeHex))
                .finish();
    }

    byte[] allocation(TurnMessage request) {
        return answer(request, TurnMethod.SUCCESS)
                .xorAddress(TurnAttribute.XOR_RELAYED_ADDRESS, RELAYED)
                .xorAddress(TurnAttribute.XOR_MAPPED_ADDRESS, MAPPED)
                .uint32(TurnAttribute.LIFETIME, lifetimeSeconds)
                .authenticate(key())
                .finish();
    }

    /// A signed success with nothing but a lifetime.
    byte[] success(TurnMessage request) {
        return answer(request, TurnMethod.SUCCESS)
                .uint32(TurnAttribute.LIFETIME, lifetimeSeconds)
                .authenticate(key())
                .finish();
    }

    /// What a peer sent, in an indication.
    static byte[] indication(InetSocketAddress peer, byte[] bytes) {
        return new TurnWriter(TurnMethod.DATA_INDICATION, new byte[12])
                .xorAddress(TurnAttribute.XOR_PEER_ADDRESS, peer)
                .bytes(TurnAttribute.DATA, bytes)
                .finish();
    }
}
