package org.moqgateway.core.hang;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MsfCatalogTest {
    // Field order, omitted fields and number forms as upstream's serializer writes them.
    private static final String FULL =
            """
            {"version":"draft-01","tracks":[\
            {"name":"0.avc3","packaging":"legacy","isLive":true,"role":"video",\
            "codec":"avc3.42e01f","width":1280,"height":720,"framerate":30.0,"bitrate":6000000,\
            "stalled":true,"renderGroup":1,"altGroup":1,"maxGrpSapStartingType":2,\
            "maxObjSapStartingType":2,"jitter":33.0},\
            {"name":"0.vp8","packaging":"loc","isLive":true,"role":"video","codec":"vp8",\
            "renderGroup":1,"altGroup":1,"maxGrpSapStartingType":1,"maxObjSapStartingType":1},\
            {"name":"1.hvc1","packaging":"cmaf","isLive":true,"role":"video",\
            "codec":"hvc1.1.6.L93.B0","initRef":"init0","renderGroup":1,"altGroup":1},\
            {"name":"0.opus","packaging":"loc","isLive":true,"role":"audio","codec":"opus",\
            "samplerate":48000,"channelConfig":"2","bitrate":128000,"initRef":"init1",\
            "renderGroup":1,"altGroup":1,"maxGrpSapStartingType":1,"maxObjSapStartingType":1,\
            "jitter":20.0},\
            {"name":"1.opus","packaging":"legacy","isLive":true,"role":"audio","codec":"opus",\
            "samplerate":48000,"channelConfig":"1","initRef":"init1","renderGroup":1,\
            "altGroup":1,"maxGrpSapStartingType":1,"maxObjSapStartingType":1}],\
            "initDataList":[{"id":"init0","type":"inline","data":"AAEC"},\
            {"id":"init1","type":"inline","data":"T3B1cw=="}]}\
            """;

    private static Catalog read(String json) {
        return switch (MsfCatalogReader.read(json.getBytes(UTF_8), 0)) {
            case CatalogResult.Read(Catalog catalog) -> catalog;
            case CatalogResult.Malformed(String detail) -> throw new AssertionError(detail);
        };
    }

    private static String detail(String json) {
        return switch (MsfCatalogReader.read(json.getBytes(UTF_8), 0)) {
            case CatalogResult.Read(Catalog catalog) -> throw new AssertionError(catalog);
            case CatalogResult.Malformed(String detail) -> detail;
        };
    }

    private static String write(Catalog catalog) {
        return new String(MsfCatalogWriter.write(catalog), UTF_8);
    }

    @Test
    void writesByteForByteWhatItRead() {
        Catalog catalog = read(FULL);

        assertThat(write(catalog)).isEqualTo(FULL);
        VideoRendition video = Objects.requireNonNull(catalog.video().renditions().get("0.avc3"));
        assertThat(video.codedWidth()).isEqualTo(1280);
        assertThat(video.stalled()).isTrue();
        assertThat(video.common().container()).isEqualTo(Container.LEGACY);
        assertThat(video.common().jitterMs()).isEqualTo(33);
        assertThat(catalog.video().renditions().get("1.hvc1"))
                .extracting(rendition -> Objects.requireNonNull(rendition).common())
                .satisfies(
                        common -> {
                            assertThat(common.container()).isEqualTo(new Container.Cmaf("AAEC"));
                            assertThat(common.descriptionHex()).isNull();
                        });
        AudioRendition audio = Objects.requireNonNull(catalog.audio().renditions().get("0.opus"));
        assertThat(audio.common().descriptionHex()).isEqualTo("4f707573");
        assertThat(audio.numberOfChannels()).isEqualTo(2);
    }

    @Test
    void leavesOutWhatMsfHasNoWordFor() {
        RenditionCommon elsewhere =
                new RenditionCommon("./source", "vp8", null, null, Container.LEGACY, null, null);
        RenditionCommon unknown =
                RenditionCommon.of("vp8").withContainer(new Container.Unknown("{}"));
        Catalog catalog =
                Catalog.EMPTY
                        .withVideo("a", VideoRendition.of(elsewhere, 2, 2))
                        .withAudio("b", new AudioRendition(unknown, 48_000, 2));

        assertThat(write(catalog)).isEqualTo("{\"version\":\"draft-01\",\"tracks\":[]}");
    }

    @Test
    void readsTheNumberOfTheFirstDraftAndDataInTheTrack() {
        Catalog catalog =
                read(
                        """
                        {"version":1,"generatedAt":1700000000000,"isComplete":false,"tracks":[
                          {"name":"v","packaging":"loc","role":"video","codec":"avc1.64001f",
                           "initData":"AUIA","namespace":"x","trackDuration":7},
                          {"name":"a","packaging":"loc","role":"audio","codec":"opus",
                           "channelConfig":"5.1"}]}\
                        """);

        assertThat(catalog.video().renditions().get("v"))
                .extracting(rendition -> Objects.requireNonNull(rendition).common())
                .satisfies(
                        common -> {
                            assertThat(common.container()).isEqualTo(Container.LOC);
                            assertThat(common.descriptionHex()).isEqualTo("014200");
                        });
        assertThat(catalog.audio().renditions().get("a"))
                .isEqualTo(
                        new AudioRendition(
                                RenditionCommon.of("opus").withContainer(Container.LOC),
                                48_000,
                                2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"name":"x","packaging":"loc","codec":"vp8"}
                    {"name":"x","packaging":"loc","role":"caption","codec":"vp8"}
                    {"name":"x","packaging":"loc","role":"video"}
                    {"name":"x","packaging":"mediatimeline","role":"video","codec":"vp8"}
                    {"name":"x","role":"video","codec":"vp8"}
                    {"name":"x","packaging":"cmaf","role":"video","codec":"vp8"}
                    {"name":"x","packaging":"cmaf","role":"video","codec":"vp8","initRef":"no"}
                    {"name":"x","packaging":"loc","role":"video","codec":"vp8","initData":"!"}
                    {"name":"x","packaging":"loc","role":"video","codec":"vp8","width":"4"}
                    {"name":7,"packaging":"loc","role":"video","codec":"vp8"}
                    """)
    void leavesOutTheTrackThatCannotBeShownAndKeepsTheOthers(String track) {
        Catalog catalog =
                read(
                        "{\"version\":\"draft-01\",\"tracks\":["
                                + track
                                + ",{\"name\":\"v\",\"packaging\":\"legacy\",\"role\":\"video\","
                                + "\"codec\":\"vp8\"}]}");

        assertThat(catalog.video().renditions()).containsOnlyKeys("v");
        assertThat(catalog.audio().renditions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"version\":2}",
                "{\"version\":1,\"tracks\":{}}",
                "{\"version\":1,\"tracks\":[7]}",
                "{\"version\":1,\"initDataList\":[{\"id\":\"a\"}]}",
                "{\"version\":1}{}"
            })
    void refusesWhatIsNoCatalog(String json) {
        assertThat(detail(json)).isNotEmpty();
    }

    @Test
    void refusesASecondFrameInAGroup() {
        assertThat(MsfCatalogReader.read(FULL.getBytes(UTF_8), 1))
                .isInstanceOf(CatalogResult.Malformed.class);
    }

    @Test
    void refusesEveryStrictPrefixAndSurvivesMutations() {
        byte[] whole = FULL.getBytes(UTF_8);
        for (int length = 0; length < whole.length; length++) {
            assertThat(MsfCatalogReader.read(Arrays.copyOf(whole, length), 0))
                    .isInstanceOf(CatalogResult.Malformed.class);
        }
        Random random = new Random(4);
        for (int i = 0; i < 5_000; i++) {
            byte[] mutated = whole.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            if (MsfCatalogReader.read(mutated, 0) instanceof CatalogResult.Read(Catalog catalog)) {
                assertThat(read(write(catalog))).isNotNull();
            }
        }
    }
}
