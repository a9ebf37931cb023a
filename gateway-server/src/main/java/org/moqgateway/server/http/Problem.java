package org.moqgateway.server.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/// An error answer: problem details of RFC 9457 and the header fields that belong to the status.
///
/// @param status the HTTP status
/// @param detail one sentence for the person at the other end
/// @param headers further header fields
record Problem(int status, String detail, Map<String, String> headers) {
    static final String MEDIA_TYPE = "application/problem+json";

    Problem {
        headers = Map.copyOf(headers);
    }

    static Problem of(int status, String detail) {
        return new Problem(status, detail, Map.of());
    }

    Problem with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Problem(status, detail, more);
    }

    /// Thrown out of a handler; has no stack trace, because it is an answer and not a fault.
    ProblemException asException() {
        return new ProblemException(this);
    }

    /// The JSON body. `about:blank` says that the status itself is the type (RFC 9457 §4.2.1).
    String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", "about:blank");
        json.put("title", title());
        json.put("status", status);
        json.put("detail", detail);
        return json.toString();
    }

    String title() {
        HttpStatus known = HttpStatus.forStatus(status);
        return known == HttpStatus.UNKNOWN ? "Error" : known.getMessage();
    }

    void writeTo(Context ctx) {
        ctx.status(status);
        headers.forEach(ctx::header);
        ctx.header("Cache-Control", "no-store");
        ctx.contentType(MEDIA_TYPE);
        ctx.result(json());
    }

    /// Carries a problem out of a handler.
    static final class ProblemException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        ProblemException(Problem problem) {
            super(problem.detail, null, false, false);
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }
}
