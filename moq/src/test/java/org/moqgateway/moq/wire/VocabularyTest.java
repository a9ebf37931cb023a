package org.moqgateway.moq.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VocabularyTest {
    @Test
    void offersFinishedVersionsOnly() {
        assertThat(MoqVersion.standard())
                .containsExactly(MoqVersion.LITE_05, MoqVersion.LITE_04, MoqVersion.LITE_03);
        assertThat(MoqVersion.of("moq-lite-06-wip")).contains(MoqVersion.LITE_06_WIP);
        assertThat(MoqVersion.of("moq-lite-06")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(MoqVersion.class)
    void findsVersionsByName(MoqVersion version) {
        assertThat(MoqVersion.of(version.id())).contains(version);
    }

    @ParameterizedTest
    @EnumSource(MoqError.class)
    void knowsEveryCodeThatItSends(MoqError error) {
        assertThat(MoqError.ofSessionCode(error.sessionCode()))
                .map(MoqError::sessionCode)
                .contains(error.sessionCode());
        assertThat(MoqError.ofStreamCode(error.streamCode()))
                .map(MoqError::streamCode)
                .contains(error.streamCode());
    }

    @Test
    void keepsTheRegistriesOfSessionsAndStreamsApart() {
        assertThat(MoqError.ofSessionCode(0)).contains(MoqError.CANCEL);
        assertThat(MoqError.ofStreamCode(0)).contains(MoqError.INTERNAL);
        assertThat(MoqError.ofStreamCode(1)).contains(MoqError.CANCEL);
        assertThat(MoqError.ofStreamCode(0x34)).contains(MoqError.OLD);
        assertThat(MoqError.ofSessionCode(0x34)).isEmpty();
        assertThat(MoqError.ofStreamCode(VarInt.MAX_VALUE)).isEmpty();
        assertThat(MoqError.ofStreamCode(MoqError.FIRST_APPLICATION_CODE)).isEmpty();
        assertThat(MoqError.ofSessionCode(1L << 32)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(BidiStreamType.class)
    void readsTheTypeOfABidirectionalStream(BidiStreamType type) {
        long code = new VarIntReader().read(ByteBuffer.wrap(type.encode()));

        assertThat(BidiStreamType.of(code)).contains(type);
        assertThat(type.existsIn(MoqVersion.LITE_05)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(UniStreamType.class)
    void readsTheTypeOfAUnidirectionalStream(UniStreamType type) {
        long code = new VarIntReader().read(ByteBuffer.wrap(type.encode()));

        assertThat(UniStreamType.of(code)).contains(type);
        assertThat(type.existsIn(MoqVersion.LITE_05)).isTrue();
    }

    @Test
    void knowsWhichStreamsAVersionHas() {
        assertThat(BidiStreamType.of(0)).isEmpty();
        assertThat(BidiStreamType.of(7)).isEmpty();
        assertThat(UniStreamType.of(2)).isEmpty();
        assertThat(BidiStreamType.FETCH.existsIn(MoqVersion.LITE_04)).isFalse();
        assertThat(BidiStreamType.GOAWAY.existsIn(MoqVersion.LITE_04)).isTrue();
        assertThat(BidiStreamType.GOAWAY.existsIn(MoqVersion.LITE_03)).isFalse();
        assertThat(UniStreamType.SETUP.existsIn(MoqVersion.LITE_04)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'',''", "/,''", "a,a", "/a/,a", "//a///b/c//,a/b/c", "a b/c,a b/c"})
    void normalizesPaths(String path, String normal) {
        assertThat(BroadcastPath.normalize(path)).isEqualTo(normal);
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, '', a/b",
        "a/b, a, b",
        "a/b, a/b, ''",
        "'', '', ''",
        "a/b/c, a/b, c",
    })
    void stripsPrefixesOfWholeParts(String path, String prefix, String rest) {
        assertThat(BroadcastPath.stripPrefix(path, prefix)).contains(rest);
        assertThat(BroadcastPath.join(prefix, rest)).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({"ab, a", "a, a/b", "a/bc, a/b", "'', a", "b/a, a"})
    void seesNoPrefixWithinAPart(String path, String prefix) {
        assertThat(BroadcastPath.hasPrefix(path, prefix)).isFalse();
        assertThat(BroadcastPath.stripPrefix(path, prefix)).isEmpty();
    }

    @Test
    void countsParts() {
        assertThat(BroadcastPath.parts("")).isZero();
        assertThat(BroadcastPath.parts("a")).isOne();
        assertThat(BroadcastPath.parts("a/b/c")).isEqualTo(3);
    }
}
