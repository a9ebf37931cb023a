package org.moqgateway.media.ffmpeg;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// FFmpeg's names of the decoders for codec strings of catalogs (WebCodecs Codec Registry; RFC 6381
/// and the object types of mp4ra.org).
final class AudioCodecs {
    private static final String AAC = "aac";

    private static final Map<String, String> DECODERS =
            Map.ofEntries(
                    Map.entry("mp4a.67", AAC),
                    Map.entry("mp4a.40.34", "mp3float"),
                    Map.entry("mp4a.69", "mp3float"),
                    Map.entry("mp4a.6b", "mp3float"),
                    Map.entry("mp3", "mp3float"),
                    Map.entry("mp4a.a5", "ac3"),
                    Map.entry("ac-3", "ac3"),
                    Map.entry("mp4a.a6", "eac3"),
                    Map.entry("ec-3", "eac3"),
                    Map.entry("flac", "flac"),
                    Map.entry("vorbis", "vorbis"),
                    Map.entry("alac", "alac"),
                    Map.entry("ulaw", "pcm_mulaw"),
                    Map.entry("alaw", "pcm_alaw"),
                    Map.entry("pcm-u8", "pcm_u8"),
                    Map.entry("pcm-s16", "pcm_s16le"),
                    Map.entry("pcm-s24", "pcm_s24le"),
                    Map.entry("pcm-s32", "pcm_s32le"),
                    Map.entry("pcm-f32", "pcm_f32le"));

    private AudioCodecs() {}

    /// The decoder's name; empty for a codec that is not known, and for Opus.
    static Optional<String> decoder(String codecString) {
        String codec = codecString.toLowerCase(Locale.ROOT);
        String known = DECODERS.get(codec);
        if (known != null) {
            return Optional.of(known);
        }
        return codec.equals("mp4a") || codec.equals("mp4a.40") || codec.startsWith("mp4a.40.")
                ? Optional.of(AAC)
                : Optional.empty();
    }

    /// Whether the decoder needs to be told what AAC has in its AudioSpecificConfig.
    static boolean isAac(String decoder) {
        return decoder.equals(AAC);
    }
}
