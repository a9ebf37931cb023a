package org.moqgateway.core.hang;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a catalog as upstream's serializer does: its field order, unknown fields left out, no
/// white space, both sections always there.
public final class CatalogWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private CatalogWriter() {}

    /// The catalog as UTF-8 JSON.
    public static byte[] write(Catalog catalog) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeFieldName("video");
            writeVideo(json, catalog.video());
            json.writeFieldName("audio");
            writeAudio(json, catalog.audio());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void writeVideo(JsonGenerator json, VideoSection video) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("renditions");
        for (Map.Entry<String, VideoRendition> entry : video.renditions().entrySet()) {
            json.writeFieldName(entry.getKey());
            writeRendition(json, entry.getValue());
        }
        json.writeEndObject();
        VideoSection.Display display = video.display();
        if (display != null) {
            json.writeObjectFieldStart("display");
            json.writeNumberField("width", display.width());
            json.writeNumberField("height", display.height());
            json.writeEndObject();
        }
        number(json, "rotation", video.rotation());
        flag(json, "flip", video.flip());
        json.writeEndObject();
    }

    private static void writeRendition(JsonGenerator json, VideoRendition video)
            throws IOException {
        RenditionCommon common = video.common();
        json.writeStartObject();
        text(json, "broadcast", common.broadcast());
        json.writeStringField("codec", common.codec());
        text(json, "description", common.descriptionHex());
        number(json, "codedWidth", video.codedWidth());
        number(json, "codedHeight", video.codedHeight());
        number(json, "displayAspectWidth", video.displayAspectWidth());
        number(json, "displayAspectHeight", video.displayAspectHeight());
        number(json, "bitrate", common.bitrateBps());
        flag(json, "stalled", video.stalled());
        number(json, "framerate", video.framerate());
        flag(json, "optimizeForLatency", video.optimizeForLatency());
        writeTail(json, common);
        json.writeEndObject();
    }

    private static void writeAudio(JsonGenerator json, AudioSection audio) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("renditions");
        for (Map.Entry<String, AudioRendition> entry : audio.renditions().entrySet()) {
            json.writeFieldName(entry.getKey());
            writeRendition(json, entry.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeRendition(JsonGenerator json, AudioRendition audio)
            throws IOException {
        RenditionCommon common = audio.common();
        json.writeStartObject();
        text(json, "broadcast", common.broadcast());
        json.writeStringField("codec", common.codec());
        json.writeNumberField("sampleRate", audio.sampleRate());
        json.writeNumberField("numberOfChannels", audio.numberOfChannels());
        number(json, "bitrate", common.bitrateBps());
        text(json, "description", common.descriptionHex());
        writeTail(json, common);
        json.writeEndObject();
    }

    private static void writeTail(JsonGenerator json, RenditionCommon common) throws IOException {
        json.writeFieldName("container");
        writeContainer(json, common.container());
        number(json, "jitter", common.jitterMs());
        TimelineReference timeline = common.timeline();
        if (timeline != null) {
            json.writeObjectFieldStart("timeline");
            json.writeStringField("track", timeline.track());
            json.writeNumberField("timescale", timeline.timescale());
            number(json, "wall", timeline.wall());
            json.writeEndObject();
        }
    }

    private static void writeContainer(JsonGenerator json, Container container) throws IOException {
        switch (container) {
            case Container.Legacy() -> writeKind(json, "legacy", null);
            case Container.Loc() -> writeKind(json, "loc", null);
            case Container.Cmaf(String init) -> writeKind(json, "cmaf", init);
            case Container.Unknown(String raw) -> json.writeRawValue(raw);
        }
    }

    private static void writeKind(JsonGenerator json, String kind, @Nullable String init)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", kind);
        text(json, "init", init);
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, @Nullable String value)
            throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static void number(JsonGenerator json, String name, @Nullable Integer value)
            throws IOException {
        if (value != null) {
            json.writeNumberField(name, value);
        }
    }

    private static void number(JsonGenerator json, String name, @Nullable Long value)
            throws IOException {
        if (value != null) {
            json.writeNumberField(name, value);
        }
    }

    private static void number(JsonGenerator json, String name, @Nullable Double value)
            throws IOException {
        if (value != null) {
            json.writeNumberField(name, value);
        }
    }

    private static void flag(JsonGenerator json, String name, @Nullable Boolean value)
            throws IOException {
        if (value != null) {
            json.writeBooleanField(name, value);
        }
    }
}
