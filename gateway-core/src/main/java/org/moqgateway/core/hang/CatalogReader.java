package org.moqgateway.core.hang;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads the catalog of a publisher that is not trusted: size, depth, string and number lengths are
/// bounded, and whatever is wrong becomes a [CatalogResult.Malformed]. Fields that are not known
/// are ignored.
public final class CatalogReader {
    /// The largest catalog that is read, bytes.
    public static final int MAX_BYTES = 256 * 1024;

    private CatalogReader() {}

    /// Reads UTF-8 JSON. Never throws for what the bytes hold.
    public static CatalogResult read(byte[] bytes) {
        try {
            return new CatalogResult.Read(read(Json.parse(bytes)));
        } catch (MalformedCatalogException e) {
            return new CatalogResult.Malformed(e.detail());
        }
    }

    /// Reads a value.
    static Catalog read(JsonNode json) throws MalformedCatalogException {
        return catalog(new Fields(json, "catalog"));
    }

    private static Catalog catalog(Fields root) throws MalformedCatalogException {
        return new Catalog(video(root.object("video")), audio(root.object("audio")));
    }

    private static VideoSection video(Fields section) throws MalformedCatalogException {
        SortedMap<String, VideoRendition> renditions = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : section.object("renditions").properties()) {
            renditions.put(entry.getKey(), videoRendition(section.child(entry)));
        }
        VideoSection.Display display = null;
        if (section.has("display")) {
            Fields size = section.object("display");
            display = new VideoSection.Display(size.integer("width"), size.integer("height"));
        }
        return new VideoSection(
                renditions, display, section.realOrNull("rotation"), section.flagOrNull("flip"));
    }

    private static VideoRendition videoRendition(Fields fields) throws MalformedCatalogException {
        // The displayRatio names are those of older publishers.
        Integer aspectWidth = fields.integerOrNull("displayAspectWidth");
        Integer aspectHeight = fields.integerOrNull("displayAspectHeight");
        return new VideoRendition(
                common(fields),
                fields.integerOrNull("codedWidth"),
                fields.integerOrNull("codedHeight"),
                aspectWidth == null ? fields.integerOrNull("displayRatioWidth") : aspectWidth,
                aspectHeight == null ? fields.integerOrNull("displayRatioHeight") : aspectHeight,
                fields.realOrNull("framerate"),
                fields.flagOrNull("stalled"),
                fields.flagOrNull("optimizeForLatency"));
    }

    private static AudioSection audio(Fields section) throws MalformedCatalogException {
        SortedMap<String, AudioRendition> renditions = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : section.object("renditions").properties()) {
            Fields fields = section.child(entry);
            renditions.put(
                    entry.getKey(),
                    new AudioRendition(
                            common(fields),
                            fields.integer("sampleRate"),
                            fields.integer("numberOfChannels")));
        }
        return new AudioSection(renditions);
    }

    private static RenditionCommon common(Fields fields) throws MalformedCatalogException {
        return new RenditionCommon(
                fields.textOrNull("broadcast"),
                fields.text("codec"),
                fields.hexOrNull("description"),
                fields.longOrNull("bitrate"),
                fields.has("container") ? container(fields.object("container")) : Container.LEGACY,
                fields.longOrNull("jitter"),
                fields.has("timeline") ? timeline(fields.object("timeline")) : null);
    }

    private static Container container(Fields fields) throws MalformedCatalogException {
        String kind = fields.has("kind") && fields.isText("kind") ? fields.text("kind") : "";
        return switch (kind) {
            case "legacy" -> Container.LEGACY;
            case "loc" -> Container.LOC;
            case "cmaf" -> new Container.Cmaf(base64(fields));
            default -> new Container.Unknown(fields.json());
        };
    }

    private static String base64(Fields fields) throws MalformedCatalogException {
        String text = fields.text("init");
        try {
            Base64.getDecoder().decode(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw fields.malformed("init", "base64", e);
        }
    }

    private static TimelineReference timeline(Fields fields) throws MalformedCatalogException {
        Integer timescale = fields.integerOrNull("timescale");
        if (timescale != null && timescale == 0) {
            throw fields.malformed("timescale", "a positive number");
        }
        return new TimelineReference(
                fields.text("track"),
                timescale == null ? TimelineReference.DEFAULT_TIMESCALE : timescale,
                fields.longOrNull("wall"));
    }
}
