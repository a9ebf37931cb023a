package org.moqgateway.core.egress;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.moqgateway.core.audio.OpusTranscoding;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.hang.RenditionCommon;
import org.moqgateway.core.negotiation.Availability;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.sdp.MediaKind;

/// What one catalog means for viewers. Immutable.
///
/// @param catalog as it was read
/// @param renditions those that can be sent over RTP: video first, in name order
/// @param availability the same for negotiation, and what cannot be sent
record Offering(Catalog catalog, List<Rendition> renditions, Availability availability) {
    /// Before the first catalog.
    static final Offering NONE = new Offering(Catalog.EMPTY, List.of(), Availability.of(List.of()));

    /// Copies the list.
    Offering {
        renditions = List.copyOf(renditions);
    }

    /// Sorts the renditions of a catalog.
    ///
    /// @param path of its broadcast
    /// @param transcoding makes Opus of other audio
    static Offering of(Catalog catalog, String path, OpusTranscoding transcoding) {
        List<Rendition> renditions = new ArrayList<>();
        List<Availability.Other> others = new ArrayList<>();
        for (var entry : catalog.video().renditions().entrySet()) {
            Optional<Rendition> video = Rendition.video(path, entry);
            video.ifPresent(renditions::add);
            if (video.isEmpty()) {
                others.add(other(MediaKind.VIDEO, entry.getValue().common()));
            }
        }
        for (var entry : catalog.audio().renditions().entrySet()) {
            Optional<Rendition> audio = Rendition.audio(path, entry, transcoding);
            audio.ifPresent(renditions::add);
            if (audio.isEmpty()) {
                others.add(other(MediaKind.AUDIO, entry.getValue().common()));
            }
        }
        return new Offering(
                catalog,
                renditions,
                new Availability(renditions.stream().map(Rendition::codec).toList(), others));
    }

    private static Availability.Other other(MediaKind kind, RenditionCommon common) {
        return new Availability.Other(kind, common.codec());
    }

    /// How many kinds of media there are, whether they can be sent or not.
    int kinds() {
        return (int)
                Stream.concat(
                                availability.codecs().stream().map(codec -> codec.codec().kind()),
                                availability.others().stream().map(Availability.Other::kind))
                        .distinct()
                        .count();
    }

    /// The renditions that a section can be given, best first.
    List<Rendition> fitting(FeedWish wish) {
        return renditions.stream().filter(wish::fits).toList();
    }

    /// Why a section can be given none; empty when it can.
    Optional<SessionProblem> lacks(FeedWish wish) {
        if (renditions.stream().anyMatch(wish::fits)) {
            return Optional.empty();
        }
        RtpCodec negotiated = wish.codec().codec();
        boolean video = negotiated.kind() == MediaKind.VIDEO;
        String kind = negotiated.kind().token();
        if (renditions.stream().anyMatch(wish::forbids)) {
            return Optional.of(
                    gone(
                            video,
                            "the %s lies in another broadcast, which may not be played with this"
                                            .formatted(kind)
                                    + " token"));
        }
        String there =
                (video
                                ? catalog.video().renditions().values().stream()
                                        .map(rendition -> rendition.common().codec())
                                : catalog.audio().renditions().values().stream()
                                        .map(rendition -> rendition.common().codec()))
                        .distinct()
                        .collect(Collectors.joining(", "));
        return Optional.of(
                gone(
                        video,
                        there.isEmpty()
                                ? "the broadcast has no %s now".formatted(kind)
                                : ("the broadcast's %s is now %s, which does not fit what was"
                                                + " negotiated (%s): play it anew")
                                        .formatted(kind, there, negotiated.encodingName())));
    }

    private static SessionProblem gone(boolean video, String text) {
        return new SessionProblem(
                video ? SessionProblem.Code.VIDEO_GONE : SessionProblem.Code.AUDIO_GONE, text);
    }
}
