package org.moqgateway.core.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moqgateway.core.netem.Hex;
import org.moqgateway.core.netem.Mutations;

/// One table of byte layouts, read both ways.
class RtcpMessageTest {
    /// `write` is absent where we read a form that we do not write.
    record Message(
            String origin, String hex, List<String> seen, @Nullable Consumer<RtcpWriter> write) {
        @Override
        public String toString() {
            return origin;
        }
    }

    static List<Message> messages() {
        return List.of(
                new Message(
                        "sender report, pion/rtcp sender_report_test.go",
                        """
                        81 c8 00 0c  # one block (its length field, 7, put right)
                        90 2f 9e 2e
                        da 8b d1 fc dd dd a0 5a
                        aa f4 ed d5
                        00 00 00 01
                        00 00 00 02
                        bc 5e 9a 40
                        00 00 00 00
                        00 00 46 e1
                        00 00 01 11
                        09 f3 64 32
                        00 02 4a 79
                        """,
                        List.of(
                                "SR 902f9e2e ntp da8bd1fcdddda05a rtp aaf4edd5 packets 1 octets 2",
                                "block 902f9e2e about bc5e9a40 lost 0 0 highest 46e1 jitter 273"
                                        + " lsr 9f36432 dlsr 150137"),
                        writer -> {
                            writer.senderReport(0x902f9e2e)
                                    .time(0xda8bd1fcdddda05aL, 0xaaf4edd5)
                                    .counts(1, 2);
                            pionBlock(writer);
                        }),
                new Message(
                        "receiver report, pion/rtcp receiver_report_test.go",
                        """
                        81 c9 00 07
                        90 2f 9e 2e
                        bc 5e 9a 40
                        00 00 00 00
                        00 00 46 e1
                        00 00 01 11
                        09 f3 64 32
                        00 02 4a 79
                        """,
                        List.of(
                                "block 902f9e2e about bc5e9a40 lost 0 0 highest 46e1 jitter 273"
                                        + " lsr 9f36432 dlsr 150137"),
                        writer -> {
                            writer.receiverReport(0x902f9e2e);
                            pionBlock(writer);
                        }),
                new Message(
                        "negative cumulative loss, by hand from RFC 3550 §6.4.1",
                        """
                        81 c9 00 07 00 00 00 01
                        00 00 00 02
                        80 ff ff fe
                        00 01 00 02 00 00 00 03 00 00 00 00 00 00 00 00
                        """,
                        List.of("block 1 about 2 lost 128 -2 highest 10002 jitter 3 lsr 0 dlsr 0"),
                        writer -> {
                            writer.receiverReport(1);
                            writer.reportBlock().ssrc(2).lost(128, -2).reception(0x10002, 3);
                        }),
                new Message(
                        "two SDES chunks, pion/rtcp source_description_test.go",
                        """
                        82 ca 00 05
                        01 02 03 04  01 01 41 00
                        05 06 07 08  01 03 42 43 44 00 00 00
                        """,
                        List.of("CNAME 1020304 A", "CNAME 5060708 BCD"),
                        null),
                new Message(
                        "SDES with another item, pion/rtcp source_description_test.go",
                        "81 ca 00 03  10 00 00 00  01 01 41 04  01 42 00 00",
                        List.of("CNAME 10000000 A"),
                        null),
                new Message(
                        "CNAME whose terminator fills a word, by hand from RFC 3550 §6.5",
                        "81 ca 00 03  01 02 03 04  01 02 41 42  00 00 00 00",
                        List.of("CNAME 1020304 AB"),
                        writer -> writer.cname(0x01020304, "AB".getBytes(StandardCharsets.UTF_8))),
                new Message(
                        "BYE with a reason, pion/rtcp goodbye_test.go",
                        "81 cb 00 02  90 2f 9e 2e  03 46 4f 4f",
                        List.of("BYE 902f9e2e"),
                        null),
                new Message(
                        "BYE, by hand from RFC 3550 §6.6",
                        "81 cb 00 01  90 2f 9e 2e",
                        List.of("BYE 902f9e2e"),
                        writer -> writer.bye(0x902f9e2e)),
                new Message(
                        "PLI, pion/rtcp picture_loss_indication_test.go",
                        "81 ce 00 02  00 00 00 00  4b c4 fc b4",
                        List.of("PLI 0 4bc4fcb4"),
                        writer -> writer.pictureLossIndication(0, 0x4bc4fcb4)),
                new Message(
                        "two FIR entries, pion/rtcp full_intra_request_test.go",
                        """
                        84 ce 00 06  00 00 00 00  4b c4 fc b4
                        12 34 56 78  42 00 00 00
                        98 76 54 32  57 00 00 00
                        """,
                        List.of("FIR 0 12345678 42", "FIR 0 98765432 57"),
                        null),
                new Message(
                        "FIR, by hand from RFC 5104 §4.3.1",
                        "84 ce 00 04  00 00 00 07  00 00 00 00  12 34 56 78  42 00 00 00",
                        List.of("FIR 7 12345678 42"),
                        writer -> writer.fullIntraRequest(7, 0x12345678, 0x42)),
                new Message(
                        "NACK, libwebrtc rtcp_packet/nack_unittest.cc",
                        "81 cd 00 03  12 34 56 78  23 45 67 89  00 00 80 85",
                        List.of(
                                "NACK 12345678 23456789 0",
                                "NACK 12345678 23456789 1",
                                "NACK 12345678 23456789 3",
                                "NACK 12345678 23456789 8",
                                "NACK 12345678 23456789 10"),
                        writer ->
                                writer.nack(0x12345678, 0x23456789, new int[] {0, 1, 3, 8, 16}, 5)),
                new Message(
                        "NACK across the wrap, libwebrtc rtcp_packet/nack_unittest.cc",
                        """
                        81 cd 00 06  12 34 56 78  23 45 67 89
                        ff dc 80 00
                        ff fe 00 17
                        00 14 00 00
                        00 64 00 00
                        """,
                        List.of(
                                "NACK 12345678 23456789 ffdc",
                                "NACK 12345678 23456789 ffec",
                                "NACK 12345678 23456789 fffe",
                                "NACK 12345678 23456789 ffff",
                                "NACK 12345678 23456789 0",
                                "NACK 12345678 23456789 1",
                                "NACK 12345678 23456789 3",
                                "NACK 12345678 23456789 14",
                                "NACK 12345678 23456789 64"),
                        writer ->
                                writer.nack(
                                        0x12345678,
                                        0x23456789,
                                        new int[] {
                                            0xffdc, 0xffec, 0xfffe, 0xffff, 0, 1, 3, 0x14, 0x64
                                        },
                                        9)),
                new Message(
                        "REMB sent by Chrome, pion/rtcp receiver_estimated_maximum_bitrate_test.go",
                        "8f ce 00 05  00 00 00 01  00 00 00 00  52 45 4d 42  01 1a 20 df 48 74 ed"
                                + " 16",
                        List.of("REMB 1 4874ed16 8927168"),
                        writer -> writer.receiverEstimate(1, 8_927_168, 1215622422)),
                new Message(
                        "transport-wide feedback of Chrome, one packet, pion/rtcp"
                                + " transport_layer_cc_test.go example 1",
                        """
                        af cd 00 05  fa 17 fa 17  43 03 2f a0
                        00 99 00 01  3d e8 02 17
                        20 01  # run of 1 small delta
                        94     # 37 ms
                        01     # padding
                        """,
                        List.of("TWCC base 153 count 1 received 1 fb 23", "153 at 259653797000"),
                        null),
                new Message(
                        "transport-wide feedback of Chrome, large deltas, pion/rtcp"
                                + " transport_layer_cc_test.go example 3 (padding bit taken away)",
                        """
                        8f cd 00 07  fa 17 fa 17  19 3d d8 bb
                        01 74 00 06  45 b1 5a 40
                        40 02        # run of 2 large deltas
                        20 04        # run of 4 small deltas
                        1f fe 1f 9a  # 2047.5 ms, 2022.5 ms
                        d0 00 d0 00  # 52 ms, 0, 52 ms, 0
                        """,
                        List.of(
                                "TWCC base 372 count 6 received 6 fb 64",
                                "372 at 292314751500",
                                "373 at 292316774000",
                                "374 at 292316826000",
                                "375 at 292316826000",
                                "376 at 292316878000",
                                "377 at 292316878000"),
                        null),
                new Message(
                        "transport-wide feedback of Chrome, padded by 3, pion/rtcp"
                                + " transport_layer_cc_test.go example 4",
                        """
                        af cd 00 07  fa 17 fa 17  19 3d d8 bb
                        00 04 00 07  10 63 6e 01
                        20 07        # run of 7 small deltas
                        4c 24 24 10 0c 0c 10
                        00 00 03     # padding
                        """,
                        List.of(
                                "TWCC base 4 count 7 received 7 fb 1",
                                "4 at 68737939000",
                                "5 at 68737948000",
                                "6 at 68737957000",
                                "7 at 68737961000",
                                "8 at 68737964000",
                                "9 at 68737967000",
                                "10 at 68737971000"),
                        null),
                new Message(
                        "transport-wide feedback, vectors of the draft's §3.1.4 (one bit) and"
                                + " §3.1.3",
                        """
                        8f cd 00 08  00 00 00 01  00 00 00 02
                        ff ff 00 eb  00 00 01 05
                        9f 1c        # 0 11111 000 111 00
                        00 dd        # run of 221 missing
                        04 04 04 04 04 04 04 04
                        00 00 00 00
                        """,
                        draftVectors(),
                        null),
                new Message(
                        "unknown packet types and formats, by hand",
                        "80 cf 00 01 00 00 00 01  8e cd 00 02 00 00 00 01 00 00 00 02",
                        List.of(),
                        null));
    }

    private static List<String> draftVectors() {
        String received = "0111110001110";
        List<String> seen = new ArrayList<>();
        seen.add("TWCC base 65535 count 235 received 8 fb 5");
        long us = 64_000;
        for (int i = 0; i < 235; i++) {
            boolean arrived = i < received.length() && received.charAt(i) == '1';
            us += arrived ? 1000 : 0;
            seen.add(((65535 + i) & 0xffff) + (arrived ? " at " + us : " missing"));
        }
        return seen;
    }

    private static void pionBlock(RtcpWriter writer) {
        writer.reportBlock()
                .ssrc(0xbc5e9a40)
                .lost(0, 0)
                .reception(0x46e1, 273)
                .senderReport(0x9f36432, 150137);
    }

    private final RtcpReader reader = new RtcpReader();
    private final RecordingVisitor visitor = new RecordingVisitor();

    private RtcpParseResult read(byte[] bytes) {
        return reader.read(bytes, 0, bytes.length, visitor);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void isReadAsItStands(Message message) {
        assertThat(read(Hex.bytes(message.hex()))).isEqualTo(RtcpParseResult.OK);
        assertThat(visitor.seen).isEqualTo(message.seen());
    }

    static List<Message> writtenMessages() {
        return messages().stream().filter(message -> message.write() != null).toList();
    }

    @ParameterizedTest
    @MethodSource("writtenMessages")
    void isWrittenAsItStands(Message message) {
        byte[] buffer = new byte[100];
        Arrays.fill(buffer, (byte) 0x55);
        RtcpWriter writer = new RtcpWriter().begin(buffer, 2, buffer.length);
        Objects.requireNonNull(message.write()).accept(writer);
        assertThat(Arrays.copyOfRange(buffer, 2, 2 + writer.length()))
                .isEqualTo(Hex.bytes(message.hex()));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyStrictPrefixIsRefusedOrHoldsWholePacketsOnly(Message message) {
        byte[] whole = Hex.bytes(message.hex());
        Mutations.strictPrefixes(
                whole,
                prefix -> {
                    visitor.seen.clear();
                    RtcpParseResult result = read(prefix);
                    if (!message.origin().startsWith("unknown")) {
                        assertThat(result).isNotEqualTo(RtcpParseResult.OK);
                    }
                    assertThat(visitor.seen).isEmpty();
                });
    }

    @ParameterizedTest
    @MethodSource("messages")
    void mutationsNeverThrow(Message message) {
        Mutations.seeded(
                Hex.bytes(message.hex()),
                20_000,
                mutant -> {
                    visitor.seen.clear();
                    read(mutant);
                });
    }

    @Test
    void compoundPacketsAreReadInOrder() {
        byte[] buffer = new byte[200];
        RtcpWriter writer = new RtcpWriter().begin(buffer, 0, buffer.length);
        writer.receiverReport(1);
        writer.cname(1, "gateway".getBytes(StandardCharsets.UTF_8));
        writer.pictureLossIndication(1, 2);
        writer.bye(1);
        assertThat(reader.read(buffer, 0, writer.length(), visitor)).isEqualTo(RtcpParseResult.OK);
        assertThat(visitor.seen).containsExactly("CNAME 1 gateway", "PLI 1 2", "BYE 1");
    }

    @Test
    void lyingLengthsAreRefusedBeforeAnythingIsVisited() {
        assertThat(read(Hex.bytes("81ce0002 00000000 4bc4fcb4  81cb0002 00000001")))
                .isEqualTo(RtcpParseResult.BAD_LENGTH);
        assertThat(read(Hex.bytes("81ce0002 00000000 4bc4fcb4  81cb00")))
                .isEqualTo(RtcpParseResult.BAD_LENGTH);
        assertThat(read(Hex.bytes("81ce0002 00000000 4bc4fcb4  41cb0000")))
                .isEqualTo(RtcpParseResult.BAD_VERSION);
        assertThat(read(Hex.bytes("a1ce0002 00000000 4bc4fc09")))
                .isEqualTo(RtcpParseResult.BAD_PADDING);
        assertThat(read(Hex.bytes("a1ce0002 00000000 4bc4fc00")))
                .isEqualTo(RtcpParseResult.BAD_PADDING);
        assertThat(read(Hex.bytes("81ce00"))).isEqualTo(RtcpParseResult.TOO_SHORT);
        assertThat(visitor.seen).isEmpty();
    }

    @Test
    void countsThatExceedTheirBodySkipThatPacketOnly() {
        // A report that claims 31 blocks, then a PLI.
        assertThat(read(Hex.bytes("9fc90001 00000001  81ce0002 00000000 4bc4fcb4")))
                .isEqualTo(RtcpParseResult.BAD_BODY);
        assertThat(visitor.seen).containsExactly("PLI 0 4bc4fcb4");
    }

    @Test
    void bodiesShorterThanTheirCountsAreRefused() {
        for (String hex :
                List.of(
                        "80c80000", // SR without sender information
                        "80c90000", // RR without SSRC
                        "82cb0001 00000001", // BYE of two with one
                        "81ca0001 00000001", // SDES chunk without end
                        "81ca0002 00000001 01ff4142", // item longer than the packet
                        "81cd0002 00000001 00000002", // NACK of nothing
                        "81ce0001 00000001", // PLI without media source
                        "84ce0002 00000001 00000002", // FIR of nothing
                        "8fce0004 00000001 00000000 52454d42 ff000001", // REMB for 255 streams
                        "8fce0004 00000001 00000000 52454d42 00ffffff", // REMB beyond 64 bits
                        "8fcd0004 00000001 00000002 00000000 00000000", // feedback on nothing
                        "8fcd0005 00000001 00000002 00000003 00000000 20030000", // no third delta
                        "8fcd0005 00000001 00000002 00000001 00000000 60010000", // reserved symbol
                        "8fcd0005 00000001 00000002 0000ffff 00000000 1fff1fff")) { // 65535
            visitor.seen.clear();
            assertThat(read(Hex.bytes(hex))).as(hex).isIn(RtcpParseResult.BAD_BODY);
            assertThat(visitor.seen).as(hex).isEmpty();
        }
    }

    @Test
    void otherApplicationLayerFeedbackIsSkipped() {
        assertThat(read(Hex.bytes("8fce0003 00000001 00000000 41424344")))
                .isEqualTo(RtcpParseResult.OK);
        assertThat(visitor.seen).isEmpty();
    }

    @Test
    void writerSaysHowManyNacksFitted() {
        byte[] buffer = new byte[20];
        RtcpWriter writer = new RtcpWriter().begin(buffer, 0, buffer.length);
        int[] farApart = {0, 100, 200, 300};
        assertThat(writer.nack(1, 2, farApart, 4)).isEqualTo(2);
        assertThat(writer.length()).isEqualTo(20);
        assertThat(writer.nack(1, 2, farApart, 4)).isZero();
        assertThat(read(buffer)).isEqualTo(RtcpParseResult.OK);
        assertThat(visitor.seen).containsExactly("NACK 1 2 0", "NACK 1 2 64");
    }

    @Test
    void writerLeavesTheBufferAloneWhenAPacketDoesNotFit() {
        RtcpWriter writer = new RtcpWriter().begin(new byte[11], 0, 11);
        assertThatIllegalStateException().isThrownBy(() -> writer.pictureLossIndication(1, 2));
        assertThat(writer.length()).isZero();
        assertThatIllegalStateException().isThrownBy(writer::reportBlock);
    }

    @Test
    void tellsRtcpFromRtp() {
        assertThat(RtcpReader.isRtcp(Hex.bytes("80c8"), 0, 2)).isTrue();
        assertThat(RtcpReader.isRtcp(Hex.bytes("80df"), 0, 2)).isTrue();
        assertThat(RtcpReader.isRtcp(Hex.bytes("80e0"), 0, 2)).isFalse();
        assertThat(RtcpReader.isRtcp(Hex.bytes("8060"), 0, 2)).isFalse();
        assertThat(RtcpReader.isRtcp(Hex.bytes("80bf"), 0, 2)).isFalse();
        assertThat(RtcpReader.isRtcp(Hex.bytes("80c8"), 0, 1)).isFalse();
    }
}
