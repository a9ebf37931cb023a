package org.moqgateway.core.egress;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.hang.AudioRendition;
import org.moqgateway.core.hang.AudioSection;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.hang.VideoRendition;
import org.moqgateway.core.hang.VideoSection;
import org.moqgateway.core.sdp.MediaKind;

/// Which renditions of a broadcast are sent on, where it has several.
///
/// @param videoName the name of the video rendition; empty for any. The empty string: no video
/// @param maxHeight the greatest coded height in pixels: the greatest rendition within it is sent,
///     or the smallest when all are beyond it; empty for any
/// @param audioName the name of the audio rendition; empty for any. The empty string: no audio
public record RenditionChoice(
        Optional<String> videoName, OptionalInt maxHeight, Optional<String> audioName) {
    /// No preference: of each kind the first, in the order of names, that can be sent.
    public static final RenditionChoice ANY =
            new RenditionChoice(Optional.empty(), OptionalInt.empty(), Optional.empty());

    /// Whether a rendition that comes later may be better than the one that is sent.
    boolean ranks() {
        return maxHeight.isPresent();
    }

    /// Whether there is to be any media of a kind.
    boolean wants(MediaKind kind) {
        return !name(kind).equals(Optional.of(""));
    }

    /// How many kinds of media there are to be.
    int kinds() {
        return (wants(MediaKind.VIDEO) ? 1 : 0) + (wants(MediaKind.AUDIO) ? 1 : 0);
    }

    /// The name that a rendition of a kind must have; empty for any.
    Optional<String> name(MediaKind kind) {
        return kind == MediaKind.VIDEO ? videoName : audioName;
    }

    /// The catalog without what must not be sent because of its name.
    Catalog narrow(Catalog catalog) {
        if (videoName.isEmpty() && audioName.isEmpty()) {
            return catalog;
        }
        SortedMap<String, VideoRendition> video = new TreeMap<>(catalog.video().renditions());
        video.keySet().removeIf(name -> !videoName.orElse(name).equals(name));
        SortedMap<String, AudioRendition> audio = new TreeMap<>(catalog.audio().renditions());
        audio.keySet().removeIf(name -> !audioName.orElse(name).equals(name));
        VideoSection section = catalog.video();
        return new Catalog(
                new VideoSection(video, section.display(), section.rotation(), section.flip()),
                new AudioSection(audio));
    }

    /// Those of these renditions that are sent, best first, those of one kind together.
    ///
    /// @param catalog that has them
    List<Rendition> choose(Catalog catalog, List<Rendition> renditions) {
        return Stream.concat(
                        videos(catalog, renditions).stream(),
                        named(renditions, MediaKind.AUDIO).stream())
                .toList();
    }

    private List<Rendition> named(List<Rendition> renditions, MediaKind kind) {
        Optional<String> name = name(kind);
        return renditions.stream()
                .filter(rendition -> rendition.codec().codec().kind() == kind)
                .filter(rendition -> name.orElse(rendition.track()).equals(rendition.track()))
                .toList();
    }

    private List<Rendition> videos(Catalog catalog, List<Rendition> renditions) {
        List<Rendition> all = named(renditions, MediaKind.VIDEO);
        if (maxHeight.isEmpty()) {
            return all;
        }
        int most = maxHeight.getAsInt();
        // The height of one that does not tell it may be any.
        Comparator<Rendition> byHeight =
                Comparator.comparingInt(rendition -> height(catalog, rendition));
        List<Rendition> within =
                all.stream()
                        .filter(rendition -> height(catalog, rendition) <= most)
                        .sorted(byHeight.reversed())
                        .toList();
        return within.isEmpty() ? all.stream().sorted(byHeight).toList() : within;
    }

    private static int height(Catalog catalog, Rendition rendition) {
        VideoRendition video = catalog.video().renditions().get(rendition.track());
        @Nullable Integer told = video == null ? null : video.codedHeight();
        return told == null ? Integer.MAX_VALUE : told;
    }
}
