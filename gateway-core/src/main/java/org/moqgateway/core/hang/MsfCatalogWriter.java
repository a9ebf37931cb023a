package org.moqgateway.core.hang;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a catalog as an MSF snapshot (draft-ietf-moq-msf-01, CMSF -00) as upstream's
/// serializer does: its field order, `legacy` as a packaging of its own, and what initializes a
/// decoder once in `initDataList` however many tracks need it.
///
/// Left out is a rendition of another broadcast, which upstream's MSF has no word for, and one
/// whose container has no name.
final class MsfCatalogWriter {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String VERSION = "draft-01";

    /// All tracks are to be shown together.
    private static final int RENDER_GROUP = 1;

    /// Those of a kind replace each other.
    private static final int ALTERNATE_GROUP = 1;

    private final JsonGenerator json;
    private final Map<String, String> initIds = new LinkedHashMap<>();

    private MsfCatalogWriter(JsonGenerator json) {
        this.json = json;
    }

    /// The catalog as UTF-8 JSON.
    static byte[] write(Catalog catalog) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            new MsfCatalogWriter(json).root(catalog);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private void root(Catalog catalog) throws IOException {
        json.writeStartObject();
        json.writeStringField("version", VERSION);
        json.writeArrayFieldStart("tracks");
        boolean several = catalog.video().renditions().size() > 1;
        for (Map.Entry<String, VideoRendition> entry : catalog.video().renditions().entrySet()) {
            video(entry.getKey(), entry.getValue(), several);
        }
        several = catalog.audio().renditions().size() > 1;
        for (Map.Entry<String, AudioRendition> entry : catalog.audio().renditions().entrySet()) {
            audio(entry.getKey(), entry.getValue(), several);
        }
        json.writeEndArray();
        initDataList();
        json.writeEndObject();
    }

    private void video(String name, VideoRendition video, boolean several) throws IOException {
        RenditionCommon common = video.common();
        if (!begin(name, common, "video")) {
            return;
        }
        number("width", video.codedWidth());
        number("height", video.codedHeight());
        Double framerate = video.framerate();
        if (framerate != null) {
            json.writeNumberField("framerate", framerate);
        }
        number("bitrate", common.bitrateBps());
        Boolean stalled = video.stalled();
        if (stalled != null) {
            json.writeBooleanField("stalled", stalled);
        }
        end(common, several, videoSapType(common.codec()));
    }

    private void audio(String name, AudioRendition audio, boolean several) throws IOException {
        RenditionCommon common = audio.common();
        if (!begin(name, common, "audio")) {
            return;
        }
        json.writeNumberField("samplerate", audio.sampleRate());
        json.writeStringField("channelConfig", Integer.toString(audio.numberOfChannels()));
        number("bitrate", common.bitrateBps());
        end(common, several, 1);
    }

    private boolean begin(String name, RenditionCommon common, String role) throws IOException {
        String packaging = packaging(common.container());
        if (packaging == null || common.broadcast() != null) {
            return false;
        }
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("packaging", packaging);
        json.writeBooleanField("isLive", true);
        json.writeStringField("role", role);
        json.writeStringField("codec", common.codec());
        return true;
    }

    private static @Nullable String packaging(Container container) {
        return switch (container) {
            case Container.Legacy() -> "legacy";
            case Container.Loc() -> "loc";
            case Container.Cmaf _ -> "cmaf";
            case Container.Unknown _ -> null;
        };
    }

    private void end(RenditionCommon common, boolean several, @Nullable Integer sapType)
            throws IOException {
        String init = initData(common);
        if (init != null) {
            String next = "init" + initIds.size();
            String known = initIds.putIfAbsent(init, next);
            json.writeStringField("initRef", known == null ? next : known);
        }
        json.writeNumberField("renderGroup", RENDER_GROUP);
        if (several) {
            json.writeNumberField("altGroup", ALTERNATE_GROUP);
        }
        number("maxGrpSapStartingType", sapType);
        number("maxObjSapStartingType", sapType);
        Long jitterMs = common.jitterMs();
        if (jitterMs != null) {
            json.writeNumberField("jitter", jitterMs.doubleValue());
        }
        json.writeEndObject();
    }

    private static @Nullable String initData(RenditionCommon common) {
        if (common.container() instanceof Container.Cmaf(String init)) {
            return init;
        }
        String hex = common.descriptionHex();
        return hex == null
                ? null
                : Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    /// How groups begin (ISO/IEC 14496-12 Annex I): 1 for VP8, 2 for codecs whose keyframe may
    /// be followed by pictures that come before it, none told for others; upstream's table.
    private static @Nullable Integer videoSapType(String codec) {
        if (codec.equals("vp8")) {
            return 1;
        }
        boolean known =
                codec.startsWith("avc1.")
                        || codec.startsWith("avc3.")
                        || codec.startsWith("vp09.")
                        || codec.startsWith("av01.");
        return known ? 2 : null;
    }

    private void initDataList() throws IOException {
        if (initIds.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("initDataList");
        for (Map.Entry<String, String> entry : initIds.entrySet()) {
            json.writeStartObject();
            json.writeStringField("id", entry.getValue());
            json.writeStringField("type", "inline");
            json.writeStringField("data", entry.getKey());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void number(String name, @Nullable Number value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value.longValue());
        }
    }
}
