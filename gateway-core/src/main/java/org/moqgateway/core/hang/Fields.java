package org.moqgateway.core.hang;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A JSON object whose fields are read with their types checked. Null counts as absent.
///
/// @param node the object
/// @param path where it stands, for messages
record Fields(JsonNode node, String path) {
    Fields(JsonNode node, String path) {
        this.node = node;
        this.path = path.length() <= 200 ? path : path.substring(0, 200);
    }

    boolean has(String name) {
        return node.hasNonNull(name);
    }

    boolean isText(String name) {
        return node.path(name).isTextual();
    }

    Set<Map.Entry<String, JsonNode>> properties() {
        return node.properties();
    }

    String json() {
        return node.toString();
    }

    Fields child(Map.Entry<String, JsonNode> entry) throws MalformedCatalogException {
        return checked(entry.getValue(), path + ".renditions." + entry.getKey());
    }

    /// The object of that name, an empty one when absent.
    Fields object(String name) throws MalformedCatalogException {
        if (!node.isObject()) {
            throw new MalformedCatalogException(path + " is not an object");
        }
        return has(name)
                ? checked(node.get(name), path + "." + name)
                : new Fields(JsonNodeFactory.instance.objectNode(), path);
    }

    /// The objects in the array of that name, none when absent.
    List<Fields> array(String name) throws MalformedCatalogException {
        if (!node.isObject()) {
            throw new MalformedCatalogException(path + " is not an object");
        }
        List<Fields> objects = new ArrayList<>();
        if (has(name)) {
            JsonNode array = node.get(name);
            if (!array.isArray()) {
                throw malformed(name, "an array");
            }
            for (JsonNode element : array) {
                objects.add(checked(element, path + "." + name + "[" + objects.size() + "]"));
            }
        }
        return objects;
    }

    private static Fields checked(JsonNode value, String path) throws MalformedCatalogException {
        if (!value.isObject()) {
            throw new MalformedCatalogException(path + " is not an object");
        }
        return new Fields(value, path);
    }

    String text(String name) throws MalformedCatalogException {
        String value = textOrNull(name);
        if (value == null) {
            throw malformed(name, "text");
        }
        return value;
    }

    @Nullable String textOrNull(String name) throws MalformedCatalogException {
        if (!has(name)) {
            return null;
        }
        if (!isText(name)) {
            throw malformed(name, "text");
        }
        return node.get(name).textValue();
    }

    @Nullable String hexOrNull(String name) throws MalformedCatalogException {
        String value = textOrNull(name);
        if (value == null) {
            return null;
        }
        try {
            HexFormat.of().parseHex(value);
            return value.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw malformed(name, "hex", e);
        }
    }

    int integer(String name) throws MalformedCatalogException {
        Integer value = integerOrNull(name);
        if (value == null) {
            throw malformed(name, "a number");
        }
        return value;
    }

    @Nullable Integer integerOrNull(String name) throws MalformedCatalogException {
        Long value = longOrNull(name);
        if (value == null) {
            return null;
        }
        if (value > Integer.MAX_VALUE) {
            throw malformed(name, "a number below 2^31");
        }
        return value.intValue();
    }

    /// A whole number; browsers may write one with a fraction, which is cut.
    @Nullable Long longOrNull(String name) throws MalformedCatalogException {
        if (!has(name)) {
            return null;
        }
        JsonNode value = node.get(name);
        boolean whole = value.isIntegralNumber() && value.canConvertToLong();
        if (!(whole || value.isDouble()) || value.doubleValue() < 0) {
            throw malformed(name, "a number that is not negative");
        }
        if (!whole && !(value.doubleValue() < Long.MAX_VALUE)) {
            throw malformed(name, "a number below 2^63");
        }
        return value.longValue();
    }

    @Nullable Double realOrNull(String name) throws MalformedCatalogException {
        if (!has(name)) {
            return null;
        }
        JsonNode value = node.get(name);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw malformed(name, "a finite number");
        }
        return value.doubleValue();
    }

    @Nullable Boolean flagOrNull(String name) throws MalformedCatalogException {
        if (!has(name)) {
            return null;
        }
        if (!node.get(name).isBoolean()) {
            throw malformed(name, "true or false");
        }
        return node.get(name).booleanValue();
    }

    MalformedCatalogException malformed(String name, String expected) {
        return new MalformedCatalogException(path + "." + name + ": expected " + expected);
    }

    MalformedCatalogException malformed(String name, String expected, Throwable cause) {
        return new MalformedCatalogException(path + "." + name + ": expected " + expected, cause);
    }
}
