package org.moqgateway.core.hang;

import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads an MSF catalog (draft-ietf-moq-msf-00 and -01, CMSF -00) of a publisher that is not
/// trusted as a [Catalog].
///
/// A track is left out that has no role of `video` or `audio`, no codec, a packaging other than
/// `legacy`, `loc` and `cmaf`, or is `cmaf` without an initialization segment. For `legacy` and
/// `loc` the initialization data is the decoder's configuration. The rules are upstream's;
/// where its two readers differ, one bad track does not spoil the others.
final class MsfCatalogReader {
    private static final int DEFAULT_SAMPLE_RATE = 48_000;
    private static final int DEFAULT_CHANNELS = 2;

    private final Map<String, String> inline = new HashMap<>();
    private Catalog catalog = Catalog.EMPTY;

    private MsfCatalogReader() {}

    /// Reads UTF-8 JSON. Never throws for what the bytes hold.
    ///
    /// @param frameIndex position in the group; only the first frame is a snapshot
    static CatalogResult read(byte[] bytes, int frameIndex) {
        if (frameIndex > 0) {
            return new CatalogResult.Malformed("a second frame in a group of an MSF catalog");
        }
        try {
            MsfCatalogReader reader = new MsfCatalogReader();
            reader.root(new Fields(Json.parse(bytes), "catalog"));
            return new CatalogResult.Read(reader.catalog);
        } catch (MalformedCatalogException e) {
            return new CatalogResult.Malformed(e.detail());
        }
    }

    private void root(Fields root) throws MalformedCatalogException {
        if (!root.isText("version") && !Double.valueOf(1).equals(root.realOrNull("version"))) {
            throw root.malformed("version", "1 or the name of a draft");
        }
        for (Fields entry : root.array("initDataList")) {
            if (entry.text("type").equals("inline")) {
                inline.put(entry.text("id"), entry.text("data"));
            }
        }
        for (Fields track : root.array("tracks")) {
            try {
                track(track);
            } catch (MalformedCatalogException _) {
                // This one cannot be shown; the others can.
            }
        }
    }

    private void track(Fields track) throws MalformedCatalogException {
        String role = track.textOrNull("role");
        if ("video".equals(role)) {
            RenditionCommon common = common(track);
            catalog = catalog.withVideo(track.text("name"), video(track, common));
        } else if ("audio".equals(role)) {
            RenditionCommon common = common(track);
            catalog = catalog.withAudio(track.text("name"), audio(track, common));
        }
    }

    private static VideoRendition video(Fields track, RenditionCommon common)
            throws MalformedCatalogException {
        return new VideoRendition(
                common,
                track.integerOrNull("width"),
                track.integerOrNull("height"),
                null,
                null,
                track.realOrNull("framerate"),
                track.flagOrNull("stalled"),
                null);
    }

    private static AudioRendition audio(Fields track, RenditionCommon common)
            throws MalformedCatalogException {
        Integer sampleRate = track.integerOrNull("samplerate");
        return new AudioRendition(
                common,
                sampleRate == null ? DEFAULT_SAMPLE_RATE : sampleRate,
                channels(track.textOrNull("channelConfig")));
    }

    /// The draft has a text of any form; what is a plain number is taken.
    private static int channels(@Nullable String configuration) {
        return configuration != null && configuration.matches("[1-9][0-9]?")
                ? Integer.parseInt(configuration)
                : DEFAULT_CHANNELS;
    }

    private RenditionCommon common(Fields track) throws MalformedCatalogException {
        String init = initData(track);
        Container container = container(track, init);
        boolean within = init == null || container instanceof Container.Cmaf;
        return new RenditionCommon(
                null,
                track.text("codec"),
                within ? null : hex(track, Objects.requireNonNull(init)),
                track.longOrNull("bitrate"),
                container,
                track.longOrNull("jitter"),
                null);
    }

    /// Of draft-00 in the track itself, of draft-01 in the list.
    private @Nullable String initData(Fields track) throws MalformedCatalogException {
        String own = track.textOrNull("initData");
        String reference = track.textOrNull("initRef");
        return own == null && reference != null ? inline.get(reference) : own;
    }

    private static Container container(Fields track, @Nullable String init)
            throws MalformedCatalogException {
        return switch (track.text("packaging")) {
            case "legacy" -> Container.LEGACY;
            case "loc" -> Container.LOC;
            case "cmaf" -> {
                if (init == null) {
                    throw track.malformed("initRef", "an initialization segment");
                }
                yield new Container.Cmaf(init);
            }
            default -> throw track.malformed("packaging", "legacy, loc or cmaf");
        };
    }

    private static String hex(Fields track, String base64) throws MalformedCatalogException {
        try {
            return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw track.malformed("initData", "base64", e);
        }
    }
}
