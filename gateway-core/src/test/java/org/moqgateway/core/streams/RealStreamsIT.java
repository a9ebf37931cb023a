package org.moqgateway.core.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moqgateway.codecs.EncodedFrame;
import org.moqgateway.codecs.VideoConfig;

/// What real encoders make survives every packet size and every order, and bad networks damage
/// nothing but what they touch.
@Execution(ExecutionMode.SAME_THREAD)
class RealStreamsIT {
    private static final int SMALLEST = 200;
    private static final int LARGEST = 1460;
    private static final int LARGE_STEP = 180;
    private static final int ROUNDS = 4;

    static List<StreamRecipe> recipes() {
        return StreamRecipes.all();
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void restoresEveryByteOfShuffledPacketsAtEveryPayloadSize(StreamRecipe recipe) {
        RealStream stream = RealStream.of(recipe);
        Random random = new Random(recipe.name().hashCode());
        PacketPath path = new PacketPath(recipe.format());
        int step = recipe.large() ? LARGE_STEP : 1;
        for (int limit = SMALLEST; limit <= LARGEST; limit += step) {
            path.restart(recipe.format());
            path.send(stream.frames(), 0, limit, PacketPath.shuffled(random));

            assertThat(path.drops()).as("at %d bytes", limit).isEmpty();
            assertFrames(path.frames(), stream, 0, "at " + limit + " bytes");
        }
        VideoConfig config = path.depacketizer().config().orElseThrow();
        assertThat(config.codedWidth()).isEqualTo(recipe.width());
        assertThat(config.codedHeight()).isEqualTo(recipe.height());
        assertDecodes(stream, path.frames().stream().map(EncodedFrame::payload).toList());
    }

    private static void assertFrames(
            List<EncodedFrame> restored, RealStream stream, int first, String when) {
        assertThat(restored).as(when).hasSameSizeAs(stream.frames());
        for (int i = 0; i < restored.size(); i++) {
            EncodedFrame frame = restored.get(i);
            assertThat(frame.rtpTimestamp()).isEqualTo(first + i);
            assertThat(frame.keyframe()).as("%s, frame %d", when, i).isEqualTo(keyframe(stream, i));
            assertThat(frame.payload())
                    .as("%s, frame %d", when, i)
                    .isEqualTo(stream.frames().get(i));
        }
    }

    private static boolean keyframe(RealStream stream, int index) {
        return stream.keyframes().get(index);
    }

    private static void assertDecodes(RealStream stream, List<byte[]> restored) {
        List<String> pictures = stream.pictures(stream.write(restored));
        assertThat(pictures).isNotEmpty().isEqualTo(stream.pictures(stream.path()));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void deliversWholePicturesAloneUnderLossAndEveryOneFromTheNextKeyframeOn(StreamRecipe recipe) {
        RealStream stream = RealStream.of(recipe);
        StreamFile file = recipe.format().file();
        for (int lossPercent : new int[] {1, 10, 40}) {
            Random random = new Random(lossPercent);
            PacketPath path = new PacketPath(recipe.format());
            PacketPath.Fate fate =
                    packets -> {
                        packets.removeIf(packet -> random.nextInt(100) < lossPercent);
                        repeatSome(packets, random);
                        Collections.shuffle(packets, random);
                    };
            List<byte[]> originals = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                path.send(stream.frames(), originals.size(), 400, fate);
                originals.addAll(stream.frames());
            }
            assertThat(path.frames()).hasSizeLessThan(originals.size());
            assertThat(path.drops()).isNotEmpty();
            assertThat(path.frames())
                    .extracting(EncodedFrame::rtpTimestamp)
                    .doesNotHaveDuplicates();
            for (EncodedFrame frame : path.frames()) {
                assertThat(file.picture(frame.payload()))
                        .as("frame %d", frame.rtpTimestamp())
                        .isEqualTo(file.picture(originals.get(frame.rtpTimestamp())));
            }
            assertRecovers(path, stream, originals.size());
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void outlivesDamagedPacketsAndDeliversEveryPictureFromTheNextKeyframeOn(StreamRecipe recipe) {
        RealStream stream = RealStream.of(recipe);
        Random random = new Random(9);
        PacketPath path = new PacketPath(recipe.format());
        PacketPath.Fate fate = packets -> packets.replaceAll(packet -> damaged(packet, random));
        path.send(stream.frames(), 0, 700, fate);

        assertRecovers(path, stream, stream.frames().size());
    }

    /// Cuts one packet in four short and flips bits in another, behind the RTP header.
    private static byte[] damaged(byte[] packet, Random random) {
        byte[] copy = packet.clone();
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(copy, random.nextInt(12, copy.length + 1));
            case 1 -> {
                for (int i : IntStream.range(0, 3).map(_ -> random.nextInt(12, 30)).toArray()) {
                    if (i < copy.length) {
                        copy[i] ^= (byte) (1 << random.nextInt(8));
                    }
                }
                yield copy;
            }
            default -> copy;
        };
    }

    private static void repeatSome(List<byte[]> packets, Random random) {
        int count = packets.size();
        for (int i = 0; i < count; i++) {
            if (random.nextInt(20) == 0) {
                packets.add(packets.get(i));
            }
        }
    }

    /// The stream once more, whole this time.
    private static void assertRecovers(PacketPath path, RealStream stream, int first) {
        path.frames().clear();
        path.send(stream.frames(), first, 700, _ -> {});
        List<EncodedFrame> restored =
                path.frames().stream().filter(frame -> frame.rtpTimestamp() >= first).toList();
        assertFrames(restored, stream, first, "after the damage");
    }
}
