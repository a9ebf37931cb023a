package org.moqgateway.moq.wire;

import static org.moqgateway.moq.wire.MoqVersion.LITE_03;
import static org.moqgateway.moq.wire.MoqVersion.LITE_04;
import static org.moqgateway.moq.wire.MoqVersion.LITE_05;
import static org.moqgateway.moq.wire.MoqVersion.LITE_06_WIP;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/// Every message in every version: its bytes, commented, and what they say. The bytes were compared
/// with what upstream's JavaScript library writes.
final class WireTable {
    private static final Set<MoqVersion> ALL = EnumSet.allOf(MoqVersion.class);
    private static final Set<MoqVersion> FROM_04 = EnumSet.range(LITE_04, LITE_06_WIP);
    private static final Set<MoqVersion> FROM_05 = EnumSet.range(LITE_05, LITE_06_WIP);

    private WireTable() {}

    /// One message.
    record Row(
            Object value,
            Set<MoqVersion> versions,
            String hex,
            MessageDecoder<?> decoder,
            BiFunction<Object, MoqVersion, byte[]> encoder) {
        byte[] bytes() {
            return CommentedHex.bytes(hex);
        }

        @Override
        public String toString() {
            return versions + " " + value;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(setup(), announce(), subscribe(), responses(), track(), others())
                .flatMap(List::stream);
    }

    private static List<Row> setup() {
        Setup full =
                new Setup(ProbeLevel.INCREASE, "/room?jwt=x", SessionRole.SUBSCRIBER, 0, 1L << 40);
        return List.of(
                setup(
                        """
                        01  # length
                        00  # no parameters
                        """,
                        Setup.EMPTY),
                setup(
                        """
                        21                          # length
                        05                          # parameters
                        01 01 02                    # probe: increase
                        02 0b 2f726f6f6d3f6a77743d78 # path
                        03 01 02                    # role: subscriber
                        04 01 00                    # cost: free
                        05 08 c000010000000000      # origin 2^40
                        """,
                        full),
                setup("04 01 01 01 01 # probe: report", Setup.EMPTY.withProbe(ProbeLevel.REPORT)),
                setup("04 01 03 01 01 # publisher", Setup.EMPTY.withRole(SessionRole.PUBLISHER)),
                setup("05 01 04 02 4064 # cost 100", Setup.EMPTY.withCost(100)),
                setup("05 01 05 02 7fff # origin", Setup.EMPTY.withOrigin(16383)),
                setup("03 01 02 00 # the root, said aloud", Setup.EMPTY.withPath("")));
    }

    private static List<Row> announce() {
        AnnounceRequest request = new AnnounceRequest("room/a", 64);
        return List.of(
                row(
                        EnumSet.of(LITE_03, LITE_06_WIP),
                        "07 06 726f6f6d2f61 # prefix",
                        new AnnounceRequest("room/a", 0),
                        AnnounceRequest::decode,
                        AnnounceRequest::encode),
                row(
                        EnumSet.of(LITE_04, LITE_05),
                        "09 06 726f6f6d2f61 4040 # prefix, hop to leave out",
                        request,
                        AnnounceRequest::decode,
                        AnnounceRequest::encode),
                row(
                        FROM_05,
                        "03 4040 02 # origin 64, two active",
                        new AnnounceOk(64, 2),
                        AnnounceOk::decode,
                        AnnounceOk::encode),
                announcement(
                        EnumSet.of(LITE_03),
                        "06 01 03 612f62 02 # active a/b after two hops",
                        new Announcement.Start("a/b", List.of(0L, 0L), 0)),
                announcement(
                        EnumSet.of(LITE_04, LITE_05),
                        """
                        0a         # length
                        01         # active
                        03 612f62  # a/b
                        03         # hops
                        07 00 4040 # 7, unknown, 64
                        """,
                        new Announcement.Start("a/b", List.of(7L, 0L, 64L), 0)),
                announcement(
                        EnumSet.of(LITE_03, LITE_04, LITE_05),
                        "06 00 03 612f62 00 # ended a/b, no hops",
                        new Announcement.End("a/b")),
                announcement(
                        EnumSet.of(LITE_06_WIP),
                        """
                        00         # START
                        09         # length
                        03 612f62  # a/b
                        02 07 00   # hops: 7, unknown
                        4080       # cost 128
                        """,
                        new Announcement.Start("a/b", List.of(7L, 0L), 128)),
                announcement(
                        EnumSet.of(LITE_06_WIP),
                        "01 02 7000 # END of id 12288",
                        new Announcement.EndById(12288)),
                announcement(
                        EnumSet.of(LITE_06_WIP),
                        "02 04 05 01 09 03 # UPDATE of id 5: hop 9, cost 3",
                        new Announcement.Update(5, List.of(9L), 3)));
    }

    private static List<Row> subscribe() {
        SubscribeOptions live =
                new SubscribeOptions(127, false, Duration.ofMillis(500), GroupRange.LIVE);
        SubscribeOptions range =
                new SubscribeOptions(255, true, Duration.ZERO, new GroupRange(0, 62));
        return List.of(
                row(
                        ALL,
                        """
                        12          # length
                        05          # id
                        04 726f6f6d # room
                        05 766964656f # video
                        7f          # priority
                        00          # not ordered
                        41f4        # 500 ms
                        00 00       # live
                        """,
                        new Subscribe(5, "room", "video", live),
                        Subscribe::decode,
                        Subscribe::encode),
                row(
                        ALL,
                        "05 ff 01 00 01 3f # groups 0 to 62, ordered",
                        new SubscribeUpdate(range),
                        SubscribeUpdate::decode,
                        SubscribeUpdate::encode));
    }

    private static List<Row> responses() {
        Set<MoqVersion> before05 = EnumSet.of(LITE_03, LITE_04);
        SubscribeOptions options =
                new SubscribeOptions(3, false, Duration.ofSeconds(1), GroupRange.from(4));
        return List.of(
                response(
                        before05,
                        "00 06 03 00 43e8 05 00 # OK from group 4",
                        new SubscribeResponse.Ok(options)),
                response(
                        before05,
                        "01 03 05 07 00 # DROP of 5 to 7",
                        new SubscribeResponse.Drop(5, 7, 0)),
                response(FROM_05, "00 01 2a # START", new SubscribeResponse.Start(42)),
                response(FROM_05, "01 01 07 # END", new SubscribeResponse.End(7)),
                response(
                        FROM_05,
                        "02 03 05 07 34 # DROP of 5 to 7, old",
                        new SubscribeResponse.Drop(5, 7, MoqError.OLD.streamCode())));
    }

    private static List<Row> track() {
        return List.of(
                row(
                        FROM_05,
                        "0b 04 726f6f6d 05 766964656f # room, video",
                        new TrackMessage("room", "video"),
                        TrackMessage::decode,
                        TrackMessage::encode),
                row(
                        FROM_05,
                        "08 7f 00 5388 800f4240 # priority 127, 5 s, microseconds",
                        new TrackInfoMessage(127, false, Duration.ofSeconds(5), 1_000_000),
                        TrackInfoMessage::decode,
                        TrackInfoMessage::encode),
                row(
                        ALL,
                        "0d 04 726f6f6d 05 766964656f 03 07 # priority 3, group 7",
                        new Fetch("room", "video", 3, 7),
                        Fetch::decode,
                        Fetch::encode));
    }

    private static List<Row> others() {
        return List.of(
                row(
                        EnumSet.of(LITE_03),
                        "04 802dc6c0 # 3 Mbit/s",
                        new Probe(3_000_000, Probe.UNKNOWN),
                        Probe::decode,
                        Probe::encode),
                row(
                        FROM_04,
                        "05 802dc6c0 19 # 3 Mbit/s, 25 ms",
                        new Probe(3_000_000, 25),
                        Probe::decode,
                        Probe::encode),
                row(
                        FROM_04,
                        "09 08 68747470733a2f2f # https://",
                        new Goaway("https://"),
                        Goaway::decode,
                        Goaway::encode),
                row(FROM_04, "01 00 # stay here", new Goaway(""), Goaway::decode, Goaway::encode));
    }

    private static Row setup(String hex, Setup value) {
        return row(FROM_05, hex, value, Setup::decode, Setup::encode);
    }

    private static Row announcement(Set<MoqVersion> versions, String hex, Announcement value) {
        return row(versions, hex, value, Announcement.DECODER, Announcement::encode);
    }

    private static Row response(Set<MoqVersion> versions, String hex, SubscribeResponse value) {
        return row(versions, hex, value, SubscribeResponse.DECODER, SubscribeResponse::encode);
    }

    @SuppressWarnings("unchecked") // a row's value and encoder are of one type
    private static <T> Row row(
            Set<MoqVersion> versions,
            String hex,
            T value,
            MessageDecoder<? super T> decoder,
            BiFunction<? super T, MoqVersion, byte[]> encoder) {
        return new Row(
                value,
                versions,
                hex,
                decoder,
                (BiFunction<Object, MoqVersion, byte[]>) (BiFunction<?, ?, ?>) encoder);
    }
}
