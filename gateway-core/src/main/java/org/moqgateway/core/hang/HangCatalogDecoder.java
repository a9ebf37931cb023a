package org.moqgateway.core.hang;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/// Reads `catalog.json` and `catalog.json.z`: the first frame of a group is a snapshot. Further
/// ones are changes to it as JSON Merge Patches (RFC 7396); no upstream publisher writes them
/// into a catalog, every upstream reader reads them.
final class HangCatalogDecoder implements CatalogDecoder {
    /// What a group may hold, inflated, before it is given up.
    private static final int MAX_GROUP_BYTES = 4 * CatalogReader.MAX_BYTES;

    private final boolean compressed;
    private @Nullable FrameInflater inflater;
    private @Nullable JsonNode document;
    private int nextIndex;
    private long groupBytes;

    HangCatalogDecoder(boolean compressed) {
        this.compressed = compressed;
    }

    @Override
    public CatalogResult decode(byte[] payload, int frameIndex) {
        if (frameIndex == 0) {
            close();
            groupBytes = 0;
            inflater = compressed ? new FrameInflater(CatalogReader.MAX_BYTES) : null;
        } else if (document == null || frameIndex != nextIndex) {
            close();
            return new CatalogResult.Malformed("a change to a snapshot that was not read");
        }
        try {
            nextIndex = frameIndex + 1;
            JsonNode changed = change(text(payload));
            document = changed;
            return new CatalogResult.Read(CatalogReader.read(changed));
        } catch (DataFormatException e) {
            close();
            return new CatalogResult.Malformed("not DEFLATE: " + e.getMessage());
        } catch (MalformedCatalogException e) {
            return new CatalogResult.Malformed(e.detail());
        }
    }

    private byte[] text(byte[] payload) throws DataFormatException {
        FrameInflater stream = inflater;
        return stream == null ? payload : stream.frame(payload);
    }

    private JsonNode change(byte[] text) throws MalformedCatalogException {
        groupBytes += text.length;
        if (groupBytes > MAX_GROUP_BYTES) {
            document = null;
            throw new MalformedCatalogException(
                    "changes beyond " + MAX_GROUP_BYTES + " bytes in a group");
        }
        JsonNode before = document;
        JsonNode json = Json.parse(text);
        return before == null ? json : Json.merged(before, json);
    }

    @Override
    public void close() {
        document = null;
        FrameInflater stream = inflater;
        if (stream != null) {
            stream.close();
            inflater = null;
        }
    }
}
