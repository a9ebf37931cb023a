package org.moqgateway.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioSpecificConfigTest {
    /// What encoders write for these.
    @ParameterizedTest
    @CsvSource({"48000, 2, 1190", "44100, 1, 1208", "44100, 2, 1210", "8000, 6, 15b0"})
    void writesTypeRateAndChannels(int rate, int channels, String hex) {
        assertThat(AudioSpecificConfig.of(rate, channels).orElseThrow())
                .isEqualTo(HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @CsvSource({"48001, 2", "48000, 0", "48000, 7", "0, 2"})
    void hasNoneForWhatHasNoNumber(int rate, int channels) {
        assertThat(AudioSpecificConfig.of(rate, channels)).isEmpty();
    }

    @Test
    void knowsAdtsByItsHeader() {
        assertThat(adts("fff150800c9ffc")).isTrue();
        assertThat(adts("fff950800c9ffc")).isTrue();
        // Layer 3, too short, no header.
        assertThat(adts("fffb50800c9ffc")).isFalse();
        assertThat(adts("fff150800c9f")).isFalse();
        assertThat(adts("21004c80a0b0c0")).isFalse();
    }

    private static boolean adts(String hex) {
        byte[] bytes = HexFormat.of().parseHex("00" + hex);
        return AudioSpecificConfig.hasAdts(bytes, 1, bytes.length - 1);
    }

    @ParameterizedTest
    @CsvSource({
        "mp4a.40.2, aac",
        "mp4a.40.5, aac",
        "mp4a.40.29, aac",
        "MP4A.40.2, aac",
        "mp4a.40.34, mp3float",
        "mp4a.6B, mp3float",
        "mp3, mp3float",
        "ac-3, ac3",
        "ec-3, eac3",
        "flac, flac",
        "ulaw, pcm_mulaw",
    })
    void findsTheDecoderOfACodecString(String codec, String decoder) {
        assertThat(AudioCodecs.decoder(codec)).hasValue(decoder);
    }

    @ParameterizedTest
    @CsvSource({"opus", "avc1.42e01f", "mp4", "mp4a.41", "''"})
    void knowsNoDecoderForOthers(String codec) {
        assertThat(AudioCodecs.decoder(codec)).isEmpty();
    }
}
