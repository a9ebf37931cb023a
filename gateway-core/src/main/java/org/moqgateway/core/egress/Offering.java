package org.moqgateway.core.egress;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.moqgateway.core.audio.OpusTranscoding;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.hang.RenditionCommon;
import org.moqgateway.core.negotiation.Availability;
import org.moqgateway.core.negotiation.AvailableCodec;
import org.moqgateway.core.negotiation.RtpCodec;
import org.moqgateway.core.negotiation.SessionProblem;
import org.moqgateway.core.sdp.MediaKind;

/// What one catalog means for viewers. Immutable.
///
/// @param catalog as it was read
/// @param renditions those that can be sent over RTP: video first, in name order
/// @param availability the same for negotiation, and what cannot be sent
record Offering(Catalog catalog, List<Rendition> renditions, Availability availability) {
    /// Names that a problem tells, and how much of each: catalogs are foreign.
    private static final int MAX_NAMES = 8;

    private static final int MAX_NAME_LENGTH = 64;

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
        for (var entry : catalog.video().renditions().entrySet()) {
            Rendition.video(path, entry).ifPresent(renditions::add);
        }
        for (var entry : catalog.audio().renditions().entrySet()) {
            Rendition.audio(path, entry, transcoding).ifPresent(renditions::add);
        }
        return new Offering(
                catalog,
                renditions,
                new Availability(codecs(renditions), unsendable(catalog, renditions)));
    }

    private static List<AvailableCodec> codecs(List<Rendition> renditions) {
        return renditions.stream().map(Rendition::codec).toList();
    }

    /// The same for somebody who takes some renditions only.
    Offering chosen(RenditionChoice choice) {
        Catalog narrowed = choice.narrow(catalog);
        List<Rendition> left = choice.choose(catalog, renditions);
        return new Offering(
                narrowed, left, new Availability(codecs(left), unsendable(narrowed, renditions)));
    }

    /// What a catalog has beside what can be sent.
    private static List<Availability.Other> unsendable(Catalog catalog, List<Rendition> sendable) {
        List<Availability.Other> others = new ArrayList<>();
        catalog.video().renditions().entrySet().stream()
                .filter(entry -> !has(sendable, MediaKind.VIDEO, entry.getKey()))
                .map(entry -> other(MediaKind.VIDEO, entry.getValue().common()))
                .forEach(others::add);
        catalog.audio().renditions().entrySet().stream()
                .filter(entry -> !has(sendable, MediaKind.AUDIO, entry.getKey()))
                .map(entry -> other(MediaKind.AUDIO, entry.getValue().common()))
                .forEach(others::add);
        return others;
    }

    private static boolean has(List<Rendition> renditions, MediaKind kind, String name) {
        return renditions.stream()
                .anyMatch(
                        rendition ->
                                rendition.codec().codec().kind() == kind
                                        && rendition.track().equals(name));
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
        return matching(wish, wish::fits);
    }

    private List<Rendition> matching(FeedWish wish, Predicate<Rendition> test) {
        return wish.renditions().choose(catalog, renditions.stream().filter(test).toList());
    }

    /// The names that a choice asks for and that are not there.
    List<SessionProblem> lacks(RenditionChoice choice) {
        return Stream.of(MediaKind.VIDEO, MediaKind.AUDIO)
                .flatMap(kind -> lacks(choice, kind).stream())
                .toList();
    }

    private Optional<SessionProblem> lacks(RenditionChoice choice, MediaKind kind) {
        List<String> there = names(kind);
        return choice.name(kind)
                .filter(name -> !name.isEmpty() && !there.contains(name))
                .map(name -> noSuch(kind, name, there));
    }

    private List<String> names(MediaKind kind) {
        return List.copyOf(
                kind == MediaKind.VIDEO
                        ? catalog.video().renditions().keySet()
                        : catalog.audio().renditions().keySet());
    }

    private static SessionProblem noSuch(MediaKind kind, String name, List<String> there) {
        String others =
                there.stream()
                        .limit(MAX_NAMES)
                        .map(Offering::quoted)
                        .collect(Collectors.joining(", ", "but ", ""));
        return new SessionProblem(
                kind == MediaKind.VIDEO
                        ? SessionProblem.Code.NO_SUCH_VIDEO
                        : SessionProblem.Code.NO_SUCH_AUDIO,
                "the broadcast has no %s rendition %s now, %s"
                        .formatted(
                                kind.token(),
                                quoted(name),
                                there.isEmpty()
                                        ? "and no other"
                                        : there.size() > MAX_NAMES ? others + ", …" : others));
    }

    private static String quoted(String name) {
        return name.length() > MAX_NAME_LENGTH
                ? "\"" + name.substring(0, MAX_NAME_LENGTH) + "…\""
                : "\"" + name + "\"";
    }

    /// Why a section can be given none; empty when it can.
    Optional<SessionProblem> lacks(FeedWish wish) {
        RtpCodec negotiated = wish.codec().codec();
        if (!fitting(wish).isEmpty() || !wish.renditions().wants(negotiated.kind())) {
            return Optional.empty();
        }
        Optional<SessionProblem> unknown = lacks(wish.renditions(), negotiated.kind());
        if (unknown.isPresent()) {
            return unknown;
        }
        boolean video = negotiated.kind() == MediaKind.VIDEO;
        String kind = negotiated.kind().token();
        if (!matching(wish, wish::forbids).isEmpty()) {
            return Optional.of(
                    gone(
                            video,
                            "the %s lies in another broadcast, which may not be played with this"
                                            .formatted(kind)
                                    + " token"));
        }
        Catalog narrowed = wish.renditions().narrow(catalog);
        String there =
                (video
                                ? narrowed.video().renditions().values().stream()
                                        .map(rendition -> rendition.common().codec())
                                : narrowed.audio().renditions().values().stream()
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
