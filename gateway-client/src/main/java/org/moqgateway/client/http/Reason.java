package org.moqgateway.client.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/// Why a server has refused, out of the body of its answer. Pure.
final class Reason {
    private static final JsonFactory JSON = new JsonFactory();

    private Reason() {}

    /// A problem's detail, else its title (RFC 9457 §3.1); the first line of text; empty for
    /// anything else, of which a page is the usual one.
    static String of(String type, String body) {
        return switch (type) {
            case "application/problem+json", "application/json" -> Words.clean(ofJson(body));
            case "text/plain", "" -> Words.clean(firstLine(body));
            default -> "";
        };
    }

    private static String firstLine(String body) {
        return body.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    }

    private static String ofJson(String body) {
        String title = "";
        try (JsonParser in = JSON.createParser(body)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return "";
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                if (in.nextToken() == JsonToken.VALUE_STRING) {
                    switch (name) {
                        case "detail" -> {
                            return in.getText();
                        }
                        case "title", "error", "message" -> title = in.getText();
                        default -> {}
                    }
                } else {
                    in.skipChildren();
                }
            }
        } catch (IOException e) {
            // Half a problem is still one.
            return title;
        }
        return title;
    }
}
