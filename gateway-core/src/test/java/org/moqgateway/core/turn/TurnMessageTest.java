package org.moqgateway.core.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The bytes of TURN messages. Those of our own were computed by a program that shares nothing with
/// this one but the RFCs.
class TurnMessageTest {

    private static final byte[] ID = hex("000102030405060708090a0b");
    private static final LongTermKey KEY = LongTermKey.of("kim", "secret", "example.org", "n0nce");

    /// Allocate without credentials.
    private static final String ALLOCATE =
            """
            0003 0010 2112a442 000102030405060708090a0b
            0019 0004 11000000  REQUESTED-TRANSPORT: UDP
            8028 0004 c4b8ec87  FINGERPRINT
            """;

    /// Allocate for an IPv6 address, as kim of example.org with "secret".
    private static final String ALLOCATE_SIX =
            """
            0003 0054 2112a442 000102030405060708090a0b
            0019 0004 11000000
            0017 0004 02000000  REQUESTED-ADDRESS-FAMILY: IPv6
            0006 0003 6b696d00  USERNAME
            0014 000b 6578616d706c652e6f726700  REALM
            0015 0005 6e306e6365000000  NONCE
            0008 0014 65e8e66ef9a4db35032662d3519048e5e2aac601  MESSAGE-INTEGRITY
            8028 0004 b0433476
            """;

    /// ChannelBind of 0x4000 to [2001:db8::1]:5000, by the same.
    private static final String CHANNEL_BIND =
            """
            0009 0064 2112a442 000102030405060708090a0b
            000c 0004 40000000  CHANNEL-NUMBER
            0012 0014 0002 329a 0113a9fa000102030405060708090a0a  XOR-PEER-ADDRESS
            0006 0003 6b696d00
            0014 000b 6578616d706c652e6f726700
            0015 0005 6e306e6365000000
            0008 0014 e4447341e6a88d754f8d3ef4a1cac3275c33d779
            8028 0004 d676d8d0
            """;

    /// 401 to the first Allocate.
    private static final String CHALLENGE =
            """
            0113 0038 2112a442 000102030405060708090a0b
            0009 0010 00000401 556e617574686f72697a6564  ERROR-CODE: 401 Unauthorized
            0014 000b 6578616d706c652e6f726700
            0015 0005 6e306e6365000000
            8028 0004 97bf163e
            """;

    /// 192.0.2.15:50000 for 198.51.100.7:40001, for ten minutes.
    private static final String SUCCESS =
            """
            0103 0040 2112a442 000102030405060708090a0b
            0016 0008 0001 e242 e112a64d  XOR-RELAYED-ADDRESS
            0020 0008 0001 bd53 e721c045  XOR-MAPPED-ADDRESS
            000d 0004 00000258  LIFETIME
            0008 0014 4134e0bd9ce5d00fdf3cf14f7fa93d068744b729
            8028 0004 b0650062
            """;

    /// "hello" from 203.0.113.9:6000.
    private static final String DATA =
            """
            0017 0018 2112a442 000102030405060708090a0b
            0012 0008 0001 3662 ea12d54b
            0013 0005 68656c6c6f000000  DATA
            """;

    /// RFC 5769 §2.2, the sample IPv4 response: 192.0.2.1:32853.
    private static final String RFC_5769_IPV4 =
            """
            0101 003c 2112a442 b7e7a701bc34d686fa87dfae
            8022 000b 7465737420766563746f7220
            0020 0008 0001 a147 e112a643
            0008 0014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7
            8028 0004 c07d4c96
            """;

    /// RFC 5769 §2.3, the sample IPv6 response: [2001:db8:1234:5678:11:2233:4455:6677]:32853.
    private static final String RFC_5769_IPV6 =
            """
            0101 0048 2112a442 b7e7a701bc34d686fa87dfae
            8022 000b 7465737420766563746f7220
            0020 0014 0002 a147 0113a9faa5d3f179bc25f4b5bed2b9d9
            0008 0014 a382954e4be67bf11784c97c8292c275bfe3ed41
            8028 0004 c8fb0b4c
            """;

    /// RFC 5769 §2.4, the sample request with long-term authentication.
    private static final String RFC_5769_LONG_TERM =
            """
            0001 0060 2112a442 78ad3433c6ad72c029da412e
            0006 0012 e3839ee38388e383aae38383e382afe382b90000
            0015 001c 662f2f3439396b39353464364f4c33346f4c39465354767936347341
            0014 000b 6578616d706c652e6f726700
            0008 0014 f67024656dd64a3e02b8e0712e85c9a28ca89666
            """;

    private static byte[] hex(String table) {
        StringBuilder digits = new StringBuilder();
        table.lines()
                .map(line -> line.replaceFirst("  [A-Z].*$", ""))
                .forEach(line -> digits.append(line.replace(" ", "")));
        return HexFormat.of().parseHex(digits);
    }

    private static TurnMessage parsed(String table) {
        byte[] bytes = hex(table);
        TurnMessage message = TurnMessage.parse(bytes, 0, bytes.length);
        if (message == null) {
            throw new AssertionError("not parsed");
        }
        return message;
    }

    @Test
    void writesAllocate() {
        byte[] written =
                new TurnWriter(TurnMethod.ALLOCATE.type(), ID)
                        .uint32(TurnAttribute.REQUESTED_TRANSPORT, 17 << 24)
                        .finish();

        assertThat(written).isEqualTo(hex(ALLOCATE));
    }

    @Test
    void writesAllocateWithCredentials() {
        byte[] written =
                new TurnWriter(TurnMethod.ALLOCATE.type(), ID)
                        .uint32(TurnAttribute.REQUESTED_TRANSPORT, 17 << 24)
                        .uint32(TurnAttribute.REQUESTED_ADDRESS_FAMILY, 2 << 24)
                        .authenticate(KEY)
                        .finish();

        assertThat(written).isEqualTo(hex(ALLOCATE_SIX));
    }

    @Test
    void writesChannelBind() {
        byte[] written =
                new TurnWriter(TurnMethod.CHANNEL_BIND.type(), ID)
                        .uint32(TurnAttribute.CHANNEL_NUMBER, 0x4000 << 16)
                        .xorAddress(
                                TurnAttribute.XOR_PEER_ADDRESS,
                                new InetSocketAddress("2001:db8::1", 5000))
                        .authenticate(KEY)
                        .finish();

        assertThat(written).isEqualTo(hex(CHANNEL_BIND));
    }

    @Test
    void readsWhatItWrites() {
        TurnMessage bind = parsed(CHANNEL_BIND);

        assertThat(bind.type()).isEqualTo(0x0009);
        assertThat(bind.answers(ID)).isTrue();
        assertThat(bind.uint32(TurnAttribute.CHANNEL_NUMBER, 0)).isEqualTo(0x40000000L);
        assertThat(bind.address(TurnAttribute.XOR_PEER_ADDRESS, true))
                .isEqualTo(new InetSocketAddress("2001:db8::1", 5000));
        assertThat(bind.integrityMatches(KEY)).isTrue();
    }

    @Test
    void readsAChallenge() {
        TurnMessage challenge = parsed(CHALLENGE);

        assertThat(challenge.type()).isEqualTo(0x0113);
        assertThat(challenge.errorCode()).isEqualTo(401);
        assertThat(challenge.text(TurnAttribute.REALM)).isEqualTo("example.org");
        assertThat(challenge.text(TurnAttribute.NONCE)).isEqualTo("n0nce");
        assertThat(challenge.integrityMatches(KEY)).isFalse();
    }

    @Test
    void readsAnAllocation() {
        TurnMessage success = parsed(SUCCESS);

        assertThat(success.address(TurnAttribute.XOR_RELAYED_ADDRESS, true))
                .isEqualTo(new InetSocketAddress("192.0.2.15", 50000));
        assertThat(success.address(TurnAttribute.XOR_MAPPED_ADDRESS, true))
                .isEqualTo(new InetSocketAddress("198.51.100.7", 40001));
        assertThat(success.uint32(TurnAttribute.LIFETIME, 0)).isEqualTo(600);
        assertThat(success.integrityMatches(KEY)).isTrue();
        assertThat(success.integrityMatches(KEY.withNonce("other"))).isTrue();
        assertThat(success.integrityMatches(LongTermKey.of("kim", "Secret", "example.org", "n")))
                .isFalse();
    }

    @Test
    void readsDataWhereItLies() {
        byte[] bytes = hex(DATA);
        TurnMessage data = parsed(DATA);

        int value = data.find(TurnAttribute.DATA);

        assertThat(Arrays.copyOfRange(bytes, value, value + data.length(value)))
                .asString()
                .isEqualTo("hello");
    }

    @Test
    void readsTheAddressesOfRfc5769() {
        assertThat(parsed(RFC_5769_IPV4).address(TurnAttribute.XOR_MAPPED_ADDRESS, true))
                .isEqualTo(new InetSocketAddress("192.0.2.1", 32853));
        assertThat(parsed(RFC_5769_IPV6).address(TurnAttribute.XOR_MAPPED_ADDRESS, true))
                .isEqualTo(new InetSocketAddress("2001:db8:1234:5678:11:2233:4455:6677", 32853));
    }

    /// The password of the sample, prepared as it says.
    @Test
    void checksTheLongTermCredentialOfRfc5769() {
        TurnMessage sample = parsed(RFC_5769_LONG_TERM);
        String username = sample.text(TurnAttribute.USERNAME);
        assertThat(username).isEqualTo("マトリックス");

        LongTermKey key =
                LongTermKey.of(
                        "マトリックス", "TheMatrIX", "example.org", "f//499k954d6OL34oL9FSTvy64sA");

        assertThat(sample.integrityMatches(key)).isTrue();
    }

    @Test
    void ignoresWhatFollowsTheIntegrity() {
        byte[] signed = hex(SUCCESS.replace("8028 0004 b0650062", "000d 0004 00000001"));
        TurnMessage message = TurnMessage.parse(signed, 0, signed.length);

        assertThat(message).isNotNull();
        assertThat(lifetime(message)).isEqualTo(600);
    }

    private static long lifetime(@Nullable TurnMessage message) {
        return message == null ? -1 : message.uint32(TurnAttribute.LIFETIME, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ALLOCATE,
                ALLOCATE_SIX,
                CHANNEL_BIND,
                CHALLENGE,
                SUCCESS,
                DATA,
                RFC_5769_IPV4
            })
    void refusesEveryPrefixAndEveryOtherCookie(String table) {
        byte[] whole = hex(table);
        for (int length = 0; length < whole.length; length++) {
            byte[] prefix = Arrays.copyOf(whole, length);
            assertThat(TurnMessage.parse(prefix, 0, length)).isNull();
        }
        whole[5] ^= 1;
        assertThat(TurnMessage.parse(whole, 0, whole.length)).isNull();
    }

    @Test
    void refusesAWrongFingerprint() {
        byte[] bytes = hex(CHALLENGE);
        bytes[30] ^= 1;

        assertThat(TurnMessage.parse(bytes, 0, bytes.length)).isNull();
    }

    /// Lengths and values are wild, the header is right: whatever is read, nothing throws.
    @Test
    void readsAnythingWithoutAnException() {
        Random random = new Random(20261121);
        int parsed = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = mutated(random);
            TurnMessage message = TurnMessage.parse(bytes, 0, bytes.length);
            if (message != null) {
                parsed++;
                readAll(message);
            }
        }
        assertThat(parsed).isPositive();
    }

    private static byte[] mutated(Random random) {
        List<String> tables = List.of(SUCCESS, CHALLENGE, DATA, RFC_5769_IPV6);
        byte[] bytes = hex(tables.get(random.nextInt(tables.size())));
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[20 + random.nextInt(bytes.length - 20)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static void readAll(TurnMessage message) {
        for (int type = 0; type < 0x20; type++) {
            message.address(type, true);
            message.address(type, false);
            message.text(type);
            message.uint32(type, 0);
        }
        message.errorCode();
        message.integrityMatches(KEY);
    }
}
