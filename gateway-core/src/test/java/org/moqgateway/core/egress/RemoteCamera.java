package org.moqgateway.core.egress;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.moqgateway.core.hang.Catalog;
import org.moqgateway.core.hang.LegacyContainer;
import org.moqgateway.core.netem.SyntheticMedia;
import org.moqgateway.moq.model.BroadcastSource;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupProducer;
import org.moqgateway.moq.model.GroupRequest;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.OriginId;
import org.moqgateway.moq.model.RemoteRoute;
import org.moqgateway.moq.model.Route;
import org.moqgateway.moq.model.TrackInfo;
import org.moqgateway.moq.model.TrackProducer;
import org.moqgateway.moq.model.TrackRequest;

/// A broadcast that a peer has: nothing of it is here until it is asked for, and the test answers.
final class RemoteCamera implements BroadcastSource {
    /// As browsers publish it: Annex B in spite of the name, without a description.
    static final String CATALOG =
            """
            {"video":{"renditions":{"cam":{"codec":"avc1.42c028","container":{"kind":"legacy"}}}},
             "audio":{"renditions":{"mic":{"codec":"opus","sampleRate":48000,
               "numberOfChannels":2,"description":"4f70757348656164",
               "container":{"kind":"legacy"}}}}}
            """;

    final List<TrackRequest> requests = new ArrayList<>();
    final RemoteRoute route;
    private final Map<String, TrackProducer> tracks = new HashMap<>();

    RemoteCamera(Origin origin, String path, long publisher) {
        Route by = new Route(List.of(new OriginId(publisher)), 0);
        route = origin.announce(path, by, this).orElseThrow();
    }

    @Override
    public void requestTrack(TrackRequest request) {
        requests.add(request);
    }

    @Override
    public void requestGroup(GroupRequest request) {
        throw new AssertionError("nobody fetches");
    }

    /// Names of the tracks that are wanted now.
    List<String> wanted() {
        return requests.stream()
                .filter(request -> !request.cancelled())
                .map(TrackRequest::track)
                .toList();
    }

    TrackRequest request(String track) {
        return requests.stream()
                .filter(request -> request.track().equals(track) && !request.cancelled())
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    TrackProducer accept(String track) {
        TrackProducer producer = request(track).accept(TrackInfo.media(track, 0));
        tracks.put(track, producer);
        return producer;
    }

    private TrackProducer accepted(String track) {
        return Objects.requireNonNull(tracks.get(track));
    }

    /// Ends a track.
    void finish(String track) {
        accepted(track).finish();
    }

    /// Writes a catalog, answering the request for it first.
    void catalog(String json) {
        TrackProducer track = tracks.get(Catalog.TRACK_NAME);
        if (track == null || track.ending().isPresent()) {
            track = accept(Catalog.TRACK_NAME);
        }
        track.writeGroup(new Frame(0, json.getBytes(UTF_8)), 0);
    }

    /// Writes a video group of a keyframe and another frame.
    GroupProducer video(int number, byte[] keyframe, byte[] delta) {
        GroupProducer group = accepted("cam").createGroup(number, 0);
        group.write(LegacyContainer.encode(number * 80_000L, keyframe));
        group.write(LegacyContainer.encode(number * 80_000L + 40_000, delta));
        return group;
    }

    /// Writes a video group of a keyframe and another frame, of 80 ms, to any track.
    void video(String track, int number) {
        GroupProducer group = accepted(track).createGroup(number, 0);
        group.write(
                LegacyContainer.encode(number * 80_000L, SyntheticMedia.keyframe(2 * number, 200)));
        group.write(
                LegacyContainer.encode(
                        number * 80_000L + 40_000, SyntheticMedia.delta(2 * number + 1, 200)));
        group.finish();
    }

    void video(int number) {
        video(
                        number,
                        SyntheticMedia.keyframe(2 * number, 200),
                        SyntheticMedia.delta(2 * number + 1, 200))
                .finish();
    }

    void audio(int number) {
        Frame frame = LegacyContainer.encode(number * 20_000L, SyntheticMedia.opus(number, 60));
        accepted("mic").writeGroup(number, frame, 0);
    }

    /// NAL units with their lengths before them, for those with start codes.
    static byte[] withLengths(byte[] annexB) {
        ByteBuffer out = ByteBuffer.wrap(annexB.clone());
        int start = 4;
        for (int at = 4; at <= annexB.length; at++) {
            boolean code = at + 4 <= annexB.length && ByteBuffer.wrap(annexB, at, 4).getInt() == 1;
            if (code || at == annexB.length) {
                out.putInt(start - 4, at - start);
                start = at + 4;
            }
        }
        return out.array();
    }
}
