package org.moqgateway.server.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Problem details for the errors that the HTTP server finds before any handler of ours runs.
final class JettyProblems extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Object status = request.getAttribute(ERROR_STATUS);
        write(
                problem(status instanceof Integer code ? code : response.getStatus()),
                request,
                response,
                callback);
        return true;
    }

    /// Answers with a problem outside of any servlet.
    static void write(Problem problem, Request request, Response response, Callback callback) {
        response.setStatus(problem.status());
        problem.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        if (!request.getConnectionMetaData().isPersistent()) {
            // Else a client would send its next request into a connection that is just closing
            // (RFC 9112 §9.6).
            response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        }
        Content.Sink.write(response, true, problem.json(), callback);
    }

    private static Problem problem(int status) {
        String detail =
                switch (status) {
                    case 400 -> "The request is not well-formed HTTP.";
                    case 408 -> "The request came too slowly.";
                    case 414 -> "The request target is too long.";
                    case 431 -> "The request header is too large.";
                    case 505 -> "Only HTTP/1.0 and HTTP/1.1 are served here.";
                    default -> "The request could not be served.";
                };
        return Problem.of(status, detail);
    }
}
