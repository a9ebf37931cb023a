package org.moqgateway.core.hang;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;

/// Reads the JSON of a publisher that is not trusted: size, depth, string and number lengths
/// are bounded.
final class Json {
    private static final int MAX_DEPTH = 32;

    private static final JsonMapper MAPPER = mapper();

    private Json() {}

    private static JsonMapper mapper() {
        JsonFactory factory =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNestingDepth(MAX_DEPTH)
                                        .maxDocumentLength(CatalogReader.MAX_BYTES)
                                        .maxNumberLength(64)
                                        .maxStringLength(CatalogReader.MAX_BYTES)
                                        .maxNameLength(1024)
                                        .build())
                        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                        // Names come from foreign bytes: keep them out of the shared tables.
                        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                        .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    /// One value in UTF-8 and nothing after it; of no bytes, a node that is missing.
    static JsonNode parse(byte[] bytes) throws MalformedCatalogException {
        if (bytes.length > CatalogReader.MAX_BYTES) {
            throw new MalformedCatalogException(
                    "longer than " + CatalogReader.MAX_BYTES + " bytes");
        }
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException e) {
            String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new MalformedCatalogException("not JSON: " + line, e);
        }
    }

    /// The document that a JSON Merge Patch (RFC 7396) makes of another. Neither is modified,
    /// but the result shares their parts.
    static JsonNode merged(JsonNode document, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode result = MAPPER.createObjectNode();
        if (document instanceof ObjectNode before) {
            result.setAll(before);
        }
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            if (change.getValue().isNull()) {
                result.remove(change.getKey());
            } else {
                JsonNode part = result.path(change.getKey());
                result.set(change.getKey(), merged(part, change.getValue()));
            }
        }
        return result;
    }
}
