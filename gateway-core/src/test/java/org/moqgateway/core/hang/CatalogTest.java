package org.moqgateway.core.hang;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {
    // Field order, omitted fields and number forms as upstream's serializer writes them.
    private static final String FULL =
            """
            {"video":{"renditions":{"0.avc3":{"broadcast":"./source","codec":"avc3.42e01f",\
            "description":"0142e01f","codedWidth":1280,"codedHeight":720,\
            "displayAspectWidth":16,"displayAspectHeight":9,"bitrate":6000000,"stalled":true,\
            "framerate":30.0,"optimizeForLatency":true,"container":{"kind":"legacy"},"jitter":33,\
            "timeline":{"track":"0.avc3.timeline.z","timescale":1000,"wall":12345}}},\
            "display":{"width":640,"height":480},"rotation":90.0,"flip":true},\
            "audio":{"renditions":{"0.opus":{"codec":"opus","sampleRate":48000,\
            "numberOfChannels":2,"bitrate":128000,"description":"4f707573",\
            "container":{"kind":"loc"},"jitter":20,\
            "timeline":{"track":"0.opus.timeline.z","timescale":1000}},\
            "1.opus":{"codec":"opus","sampleRate":48000,"numberOfChannels":1,\
            "container":{"kind":"cmaf","init":"AAEC"}}}}}\
            """;

    private static Catalog read(String json) {
        return switch (CatalogReader.read(json.getBytes(UTF_8))) {
            case CatalogResult.Read(Catalog catalog) -> catalog;
            case CatalogResult.Malformed(String detail) -> throw new AssertionError(detail);
        };
    }

    private static String detail(String json) {
        return switch (CatalogReader.read(json.getBytes(UTF_8))) {
            case CatalogResult.Read(Catalog catalog) -> throw new AssertionError(catalog);
            case CatalogResult.Malformed(String detail) -> detail;
        };
    }

    private static String write(Catalog catalog) {
        return new String(CatalogWriter.write(catalog), UTF_8);
    }

    @Test
    void writesEmptySections() {
        assertThat(write(Catalog.EMPTY))
                .isEqualTo("{\"video\":{\"renditions\":{}},\"audio\":{\"renditions\":{}}}");
        assertThat(read("{}")).isEqualTo(Catalog.EMPTY);
    }

    @Test
    void writesByteForByteWhatItRead() {
        Catalog catalog = read(FULL);

        assertThat(write(catalog)).isEqualTo(FULL);
        VideoRendition video = Objects.requireNonNull(catalog.video().renditions().get("0.avc3"));
        assertThat(video.framerate()).isEqualTo(30.0);
        assertThat(video.common().bitrateBps()).isEqualTo(6_000_000);
        assertThat(catalog.audio().renditions()).containsOnlyKeys("0.opus", "1.opus");
    }

    @Test
    void leavesUnknownFieldsOut() {
        Catalog catalog =
                Catalog.EMPTY
                        .withVideo(
                                "b",
                                new VideoRendition(
                                        RenditionCommon.of("vp8"),
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null))
                        .withVideo("a", VideoRendition.of(RenditionCommon.of("vp8"), 2, 4));

        assertThat(write(catalog))
                .isEqualTo(
                        "{\"video\":{\"renditions\":{"
                                + "\"a\":{\"codec\":\"vp8\",\"codedWidth\":2,\"codedHeight\":4,"
                                + "\"container\":{\"kind\":\"legacy\"}},"
                                + "\"b\":{\"codec\":\"vp8\",\"container\":{\"kind\":\"legacy\"}}}},"
                                + "\"audio\":{\"renditions\":{}}}");
        assertThat(write(catalog.without("a").without("b"))).isEqualTo(write(Catalog.EMPTY));
    }

    @Test
    void keepsAContainerThatItDoesNotKnow() {
        String json =
                "{\"video\":{\"renditions\":{\"f\":{\"codec\":\"x\","
                        + "\"container\":{\"kind\":\"future\",\"magic\":7}}}},"
                        + "\"audio\":{\"renditions\":{}}}";

        assertThat(write(read(json))).isEqualTo(json);
    }

    @Test
    void toleratesWhatOthersWrite() {
        Catalog catalog =
                read(
                        """
                        {"chat":{"track":"chat"},"audio":null,"video":{"renditions":{"v":{
                        "codec":"avc1.64001f","displayRatioWidth":16,"displayRatioHeight":9,
                        "description":"01AB","jitter":33.4,"bitrate":null}}}}\
                        """);
        VideoRendition video = Objects.requireNonNull(catalog.video().renditions().get("v"));
        assertThat(video.displayAspectWidth()).isEqualTo(16);
        assertThat(video.common().jitterMs()).isEqualTo(33);
        assertThat(video.common().descriptionHex()).isEqualTo("01ab");
        assertThat(video.common().container()).isEqualTo(Container.LEGACY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"video":[]}                                   | catalog.video is not an object
                    {"video":{"renditions":{"v":3}}}               | catalog.video.renditions.v is not an object
                    {"video":{"renditions":{"v":{}}}}              | catalog.video.renditions.v.codec: expected text
                    {"video":{"renditions":{"v":{"codec":7}}}}     | catalog.video.renditions.v.codec: expected text
                    {"video":{"renditions":{"v":{"codec":"x","codedWidth":-1}}}} | catalog.video.renditions.v.codedWidth: expected a number that is not negative
                    {"video":{"renditions":{"v":{"codec":"x","codedWidth":4294967296}}}} | catalog.video.renditions.v.codedWidth: expected a number below 2^31
                    {"video":{"renditions":{"v":{"codec":"x","bitrate":1e400}}}} | catalog.video.renditions.v.bitrate: expected a number below 2^63
                    {"video":{"renditions":{"v":{"codec":"x","bitrate":99999999999999999999}}}} | catalog.video.renditions.v.bitrate: expected a number that is not negative
                    {"video":{"renditions":{"v":{"codec":"x","framerate":"30"}}}} | catalog.video.renditions.v.framerate: expected a finite number
                    {"video":{"renditions":{"v":{"codec":"x","stalled":1}}}} | catalog.video.renditions.v.stalled: expected true or false
                    {"video":{"renditions":{"v":{"codec":"x","description":"AUIA"}}}} | catalog.video.renditions.v.description: expected hex
                    {"video":{"renditions":{"v":{"codec":"x","container":{"kind":"cmaf","init":"!"}}}}} | catalog.video.renditions.v.container.init: expected base64
                    {"video":{"renditions":{"v":{"codec":"x","timeline":{"track":"t","timescale":0}}}}} | catalog.video.renditions.v.timeline.timescale: expected a positive number
                    {"audio":{"renditions":{"a":{"codec":"opus"}}}} | catalog.audio.renditions.a.sampleRate: expected a number
                    """)
    void saysWhatIsWrongAndWhere(String json, String detail) {
        assertThat(detail(json)).isEqualTo(detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{}{}",
                "{\"video\":{},\"video\":{}}",
                "{\"video\":{\"rotation\":NaN}}"
            })
    void refusesWhatIsNoCatalog(String json) {
        assertThat(detail(json)).isNotEmpty();
    }

    @Test
    void boundsSizeAndDepth() {
        assertThat(detail(" ".repeat(CatalogReader.MAX_BYTES + 1))).contains("longer than");
        assertThat(detail("{\"x\":" + "[".repeat(100) + "]".repeat(100) + "}")).contains("depth");
    }

    @Test
    void refusesEveryStrictPrefixAndSurvivesMutations() {
        byte[] whole = FULL.getBytes(UTF_8);
        for (int length = 0; length < whole.length; length++) {
            byte[] prefix = Arrays.copyOf(whole, length);
            assertThat(CatalogReader.read(prefix)).isInstanceOf(CatalogResult.Malformed.class);
        }
        Random random = new Random(2);
        for (int i = 0; i < 5_000; i++) {
            byte[] mutated = whole.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            assertThat(CatalogReader.read(mutated)).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "room/transcode, ./source, room/source",
                "room/transcode, source, room/source",
                "room/transcode, ., room",
                "room/transcode, '', room/transcode",
                "room/transcode, ../x, x",
                "room/transcode, ../../x, none",
                "cam, ./other, other",
                "cam, .., none",
                "room/transcode, ../.., none",
                "room/transcode, .., ''",
                "room/transcode, ../room/../.., none",
                "room/transcode, /abs, room/abs",
                "room/transcode, //, room/transcode",
                "room/transcode, ./transcode/, room/transcode",
                "'', other, other",
                "'', .., none",
                "a/../b/c, x, a/../b/x",
                "foo.hang/catalog.pro, ./transcode.pro, foo.hang/transcode.pro",
                "a/b, foo/./bar, a/foo/bar",
                "a/b, ./../c, c",
                "a/b/c, ../../x, x",
                "a/b/c, ../../../x, none",
                "a/b/c, ../d//e/./f, a/d/e/f"
            })
    void resolvesReferencesToOtherBroadcasts(
            String base, String reference, @Nullable String resolved) {
        assertThat(BroadcastReference.resolve(base, reference).orElse(null)).isEqualTo(resolved);
    }

    @Test
    void sectionsDoNotShareTheCallersMap() {
        TreeMap<String, AudioRendition> mine = new TreeMap<>();
        AudioSection section = new AudioSection(mine);
        mine.put("a", new AudioRendition(RenditionCommon.of("opus"), 48_000, 2));

        assertThat(section.renditions()).isEmpty();
    }
}
