package org.moqgateway.codecs.av1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moqgateway.codecs.av1.DecodeTargetIndication.DISCARDABLE;
import static org.moqgateway.codecs.av1.DecodeTargetIndication.NOT_PRESENT;
import static org.moqgateway.codecs.av1.DecodeTargetIndication.REQUIRED;
import static org.moqgateway.codecs.av1.DecodeTargetIndication.SWITCH;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.moqgateway.codecs.CommentedHex;
import org.moqgateway.codecs.av1.DependencyDescriptorReader.Outcome;
import org.moqgateway.codecs.av1.DependencyStructure.Resolution;
import org.moqgateway.codecs.av1.DependencyStructure.Template;

class DependencyDescriptorTest {
    /// The example A.10.2.1 of the specification: one spatial layer, three temporal ones.
    private static final DependencyStructure L1T3 =
            new DependencyStructure(
                    60,
                    3,
                    1,
                    List.of(0, 0, 0),
                    List.of(
                            template(0, 0, "SSS", List.of(), 0),
                            template(0, 0, "SSS", List.of(4), 4),
                            template(0, 1, "SD-", List.of(2), 2),
                            template(0, 2, "D--", List.of(1), 1),
                            template(0, 2, "D--", List.of(1), 3)),
                    List.of(new Resolution(1280, 720)));

    private static final List<DecodeTargetIndication> INDICATIONS =
            List.of(NOT_PRESENT, DISCARDABLE, SWITCH, REQUIRED);

    private final DependencyDescriptorReader reader = new DependencyDescriptorReader();
    private final DependencyDescriptor view = new DependencyDescriptor();

    @Test
    void readsAStructureAndTheFrameThatBringsIt() {
        byte[] bytes = withStructure(60, 7).toBytes();

        assertThat(read(bytes)).isEqualTo(Outcome.READ);
        assertThat(reader.structure()).contains(L1T3);
        assertThat(view.startOfFrame()).isTrue();
        assertThat(view.endOfFrame()).isFalse();
        assertThat(view.structureAttached()).isTrue();
        assertThat(view.frameNumber()).isEqualTo(7);
        assertThat(view.activeDecodeTargets()).isEqualTo(0b111);
        assertThat(view.decodeTargets()).isEqualTo(3);
        assertThat(view.indication(2)).isEqualTo(SWITCH);
        assertThat(view.frameDiffCount()).isZero();
        assertThat(view.chains()).isEqualTo(1);
        assertThat(view.chainDiff(0)).isZero();
    }

    @Test
    void writesTheStructureOfTheExampleAsItStandsThere() {
        byte[] expected = withStructure(60, 7).toBytes();

        assertThat(DependencyStructureWriter.write(L1T3))
                .isEqualTo(Arrays.copyOfRange(expected, 3, expected.length));
    }

    @Test
    void writesStructuresAsTheyAreRead() {
        Random random = new Random(4);
        for (int i = 0; i < 2000; i++) {
            DependencyStructure structure = randomStructure(random);
            byte[] tail = DependencyStructureWriter.write(structure);
            byte[] bytes = new byte[3 + tail.length];
            bytes[0] = (byte) (0x80 | structure.templateIdOffset());
            System.arraycopy(tail, 0, bytes, 3, tail.length);

            assertThat(read(bytes)).as("%s", structure).isEqualTo(Outcome.READ);
            assertThat(reader.structure()).contains(structure);
        }
    }

    private static DependencyStructure randomStructure(Random random) {
        int targets = 1 + random.nextInt(4);
        int chains = random.nextInt(targets + 1);
        List<Template> templates = new ArrayList<>();
        int spatialId = 0;
        int temporalId = 0;
        for (int i = random.nextInt(6); i >= 0; i--) {
            templates.add(
                    new Template(
                            spatialId,
                            temporalId,
                            numbers(random, targets, 4).stream()
                                    .map(DecodeTargetIndication::of)
                                    .toList(),
                            numbers(random, random.nextInt(3), 16).stream()
                                    .map(d -> d + 1)
                                    .toList(),
                            numbers(random, chains, 16)));
            boolean up = spatialId < 3 && random.nextInt(3) == 0;
            temporalId = up ? 0 : temporalId + random.nextInt(2);
            spatialId += up ? 1 : 0;
        }
        List<Integer> protecting = chains == 0 ? List.of() : numbers(random, targets, chains);
        int highest = templates.getLast().spatialId();
        List<Resolution> resolutions =
                numbers(random, random.nextBoolean() ? highest + 1 : 0, 65536).stream()
                        .map(size -> new Resolution(size + 1, 65536 - size))
                        .toList();
        return new DependencyStructure(
                random.nextInt(64), targets, chains, protecting, templates, resolutions);
    }

    private static List<Integer> numbers(Random random, int count, int bound) {
        return random.ints(count, 0, bound).boxed().toList();
    }

    @Test
    void tellsTheLayersOfEveryDecodeTarget() {
        assertThat(read(withStructure(60, 7).toBytes())).isEqualTo(Outcome.READ);
        DependencyStructure structure = reader.structure().orElseThrow();

        assertThat(structure.temporalIdOf(0)).isEqualTo(2);
        assertThat(structure.temporalIdOf(1)).isEqualTo(1);
        assertThat(structure.temporalIdOf(2)).isZero();
        assertThat(structure.spatialIdOf(0)).isZero();
    }

    @Test
    void readsThreeBytesWithAnEarlierStructure() {
        assertThat(read(withStructure(60, 7).toBytes())).isEqualTo(Outcome.READ);

        // end of frame, template 63, frame 0x1234
        assertThat(read(CommentedHex.bytes("7f 12 34"))).isEqualTo(Outcome.READ);
        assertThat(view.startOfFrame()).isFalse();
        assertThat(view.endOfFrame()).isTrue();
        assertThat(view.templateId()).isEqualTo(63);
        assertThat(view.frameNumber()).isEqualTo(0x1234);
        assertThat(view.structureAttached()).isFalse();
        assertThat(view.temporalId()).isEqualTo(2);
        assertThat(view.indication(0)).isEqualTo(DISCARDABLE);
        assertThat(view.indication(1)).isEqualTo(NOT_PRESENT);
        assertThat(view.frameDiff(0)).isEqualTo(1);
        assertThat(view.chainDiff(0)).isEqualTo(1);
        // template 64, which wraps around
        assertThat(read(CommentedHex.bytes("40 12 35"))).isEqualTo(Outcome.READ);
        assertThat(view.chainDiff(0)).isEqualTo(3);
    }

    @Test
    void readsWhatAFrameHasOfItsOwn() {
        assertThat(read(withStructure(60, 7).toBytes())).isEqualTo(Outcome.READ);
        BitWriter own =
                new BitWriter(new byte[32], 0)
                        .bits(8, 0x80 | 61)
                        .bits(16, 0xffff)
                        .bits(5, 0b01111) // active targets, indications, frame and chain diffs
                        .bits(3, 0b011)
                        .bits(6, 0b11_00_01) // required, not present, discardable
                        .bits(2, 1)
                        .bits(4, 15)
                        .bits(2, 2)
                        .bits(8, 255)
                        .bits(2, 3)
                        .bits(12, 4095)
                        .bits(2, 0)
                        .bits(8, 200);

        assertThat(read(own.toBytes())).isEqualTo(Outcome.READ);
        assertThat(view.activeDecodeTargets()).isEqualTo(0b011);
        assertThat(view.indication(0)).isEqualTo(REQUIRED);
        assertThat(view.indication(1)).isEqualTo(NOT_PRESENT);
        assertThat(view.indication(2)).isEqualTo(DISCARDABLE);
        assertThat(view.frameDiffCount()).isEqualTo(3);
        assertThat(view.frameDiff(0)).isEqualTo(16);
        assertThat(view.frameDiff(1)).isEqualTo(256);
        assertThat(view.frameDiff(2)).isEqualTo(4096);
        assertThat(view.chainDiff(0)).isEqualTo(200);
        assertThatThrownBy(() -> view.frameDiff(3)).isInstanceOf(IndexOutOfBoundsException.class);

        assertThat(read(CommentedHex.bytes("7d 00 00"))).isEqualTo(Outcome.READ);
        assertThat(view.activeDecodeTargets()).as("stays").isEqualTo(0b011);
        assertThat(view.frameDiffCount()).isEqualTo(1);
    }

    @Test
    void tellsFrameBoundsEvenWhenTheStructureIsUnknown() {
        assertThat(read(CommentedHex.bytes("c1 00 09"))).isEqualTo(Outcome.UNKNOWN_STRUCTURE);
        assertThat(view.startOfFrame()).isTrue();
        assertThat(view.endOfFrame()).isTrue();
        assertThat(view.frameNumber()).isEqualTo(9);
        assertThat(read(withStructure(60, 7).toBytes())).isEqualTo(Outcome.READ);
        assertThat(read(CommentedHex.bytes("c1 00 09"))).isEqualTo(Outcome.UNKNOWN_STRUCTURE);
    }

    @Test
    void refusesEveryStrictPrefixAndKeepsTheEarlierStructure() {
        byte[] full = withStructure(60, 7).toBytes();
        for (int length = 0; length < full.length; length++) {
            byte[] cut = Arrays.copyOf(full, length);
            Outcome outcome = read(cut);
            assertThat(outcome).as("%d bytes", length).isNotEqualTo(Outcome.READ);
            assertThat(reader.structure()).isEmpty();
        }
        assertThat(read(full)).isEqualTo(Outcome.READ);
        assertThat(read(Arrays.copyOf(full, 9))).isEqualTo(Outcome.MALFORMED);
        assertThat(reader.structure()).contains(L1T3);
        assertThat(read(new byte[256])).isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void refusesAFrameThatIsNotInTheStructureItBrings() {
        assertThat(read(withStructure(59, 7).toBytes())).isEqualTo(Outcome.MALFORMED);
        assertThat(reader.structure()).isEmpty();
    }

    @Test
    void takesMutationsAndNoise() {
        Random random = new Random(9);
        byte[] full = withStructure(60, 7).toBytes();
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = full.clone();
            int mutations = 1 + random.nextInt(3);
            for (int m = 0; m < mutations; m++) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            if (i % 3 == 0) {
                random.nextBytes(bytes);
            }
            read += read(bytes) == Outcome.READ ? 1 : 0;
        }
        assertThat(read).isPositive();
    }

    private Outcome read(byte[] bytes) {
        byte[] lent = new byte[bytes.length + 4];
        System.arraycopy(bytes, 0, lent, 2, bytes.length);
        return reader.read(lent, 2, bytes.length, view);
    }

    /// A packet that brings the structure of the example.
    private static BitWriter withStructure(int templateId, int frameNumber) {
        BitWriter out =
                new BitWriter(new byte[64], 0)
                        .bits(8, 0x80 | templateId)
                        .bits(16, frameNumber)
                        .bits(5, 0b10000)
                        .bits(6, L1T3.templateIdOffset())
                        .bits(5, L1T3.decodeTargets() - 1)
                        .bits(10, 0b00_01_01_00_11); // next_layer_idc
        for (Template template : L1T3.templates()) {
            template.indications()
                    .forEach(indication -> out.bits(2, INDICATIONS.indexOf(indication)));
        }
        for (Template template : L1T3.templates()) {
            template.frameDiffs().forEach(diff -> out.bits(1, 1).bits(4, diff - 1));
            out.bits(1, 0);
        }
        out.nonSymmetric(L1T3.decodeTargets() + 1, L1T3.chains());
        L1T3.protectingChains().forEach(chain -> out.nonSymmetric(L1T3.chains(), chain));
        for (Template template : L1T3.templates()) {
            template.chainDiffs().forEach(diff -> out.bits(4, diff));
        }
        return out.bits(1, 1).bits(16, 1279).bits(16, 719);
    }

    private static Template template(
            int spatialId, int temporalId, String indications, List<Integer> diffs, int chainDiff) {
        List<DecodeTargetIndication> parsed =
                indications
                        .chars()
                        .mapToObj(c -> DecodeTargetIndication.of("-DSR".indexOf(c)))
                        .toList();
        return new Template(spatialId, temporalId, parsed, diffs, List.of(chainDiff));
    }
}
