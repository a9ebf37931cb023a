package org.moqgateway.core.hang;

/// What a broadcast offers (draft-lcurley-moq-hang, Catalog).
///
/// @param video video renditions and how to show them
/// @param audio audio renditions
public record Catalog(VideoSection video, AudioSection audio) {
    /// The track that carries it: one snapshot per group.
    public static final String TRACK_NAME = "catalog.json";

    /// The same, each group compressed with DEFLATE.
    public static final String COMPRESSED_TRACK_NAME = "catalog.json.z";

    /// The same renditions as MSF describes them (draft-ietf-moq-msf-01): a snapshot per group.
    public static final String MSF_TRACK_NAME = "catalog";

    /// A catalog without renditions.
    public static final Catalog EMPTY = new Catalog(VideoSection.EMPTY, AudioSection.EMPTY);

    /// The catalog with one video rendition set or replaced.
    public Catalog withVideo(String name, VideoRendition rendition) {
        return new Catalog(video.with(name, rendition), audio);
    }

    /// The catalog with one audio rendition set or replaced.
    public Catalog withAudio(String name, AudioRendition rendition) {
        return new Catalog(video, audio.with(name, rendition));
    }

    /// The catalog without the track of that name.
    public Catalog without(String name) {
        return new Catalog(video.without(name), audio.without(name));
    }
}
