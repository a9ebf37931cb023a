package org.moqgateway.server.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/// Reads a small text body within a size and a deadline.
final class RequestBody {
    private final HttpLimits limits;

    RequestBody(HttpLimits limits) {
        this.limits = limits;
    }

    /// Checks type and encoding, then reads.
    ///
    /// @param type the one media type that is taken
    /// @param acceptHeader the header field that tells it: `Accept-Post` or `Accept-Patch`
    String read(Context ctx, String type, String acceptHeader) {
        // The field as it came: the server's accessor throws at a charset that it does not know.
        if (!MediaType.matches(ctx.header("Content-Type"), type)) {
            throw Problem.of(415, "The body must be " + type + ", named by Content-Type.")
                    .with(acceptHeader, type)
                    .asException();
        }
        String encoding = ctx.header("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Problem.of(415, "The body must not be compressed.")
                    .with("Accept-Encoding", "identity")
                    .asException();
        }
        return text(bytes(ctx.req()));
    }

    private byte[] bytes(HttpServletRequest request) {
        if (request.getContentLengthLong() > limits.maxBodyBytes()) {
            throw tooLarge();
        }
        EndPoint endPoint =
                ServletContextRequest.getServletContextRequest(request)
                        .getConnectionMetaData()
                        .getConnection()
                        .getEndPoint();
        long idleMillis = endPoint.getIdleTimeout();
        long deadlineNanos = System.nanoTime() + limits.bodyDeadline().toNanos();
        try {
            return bytes(request.getInputStream(), endPoint, deadlineNanos);
        } catch (IOException e) {
            throw deadlineNanos - System.nanoTime() <= 0
                    ? tooSlow()
                    : Problem.of(400, "The body ended early or is badly framed.")
                            .with("Connection", "close")
                            .asException();
        } finally {
            endPoint.setIdleTimeout(idleMillis);
        }
    }

    /// A read blocks until a byte comes or the connection has been idle for what is left of the
    /// deadline, so that neither silence nor a slow drip can hold it longer.
    private byte[] bytes(InputStream in, EndPoint endPoint, long deadlineNanos) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[8192];
        while (true) {
            long leftNanos = deadlineNanos - System.nanoTime();
            if (leftNanos <= 0) {
                throw tooSlow();
            }
            endPoint.setIdleTimeout(TimeUnit.NANOSECONDS.toMillis(leftNanos) + 1);
            int count = in.read(chunk);
            if (count < 0) {
                return body.toByteArray();
            }
            if (body.size() + count > limits.maxBodyBytes()) {
                throw tooLarge();
            }
            body.write(chunk, 0, count);
        }
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw Problem.of(400, "The body is not UTF-8.").asException();
        }
    }

    private Problem.ProblemException tooLarge() {
        return Problem.of(413, "The body is larger than " + limits.maxBodyBytes() + " bytes.")
                .with("Connection", "close")
                .asException();
    }

    private Problem.ProblemException tooSlow() {
        return Problem.of(
                        408,
                        "The body did not arrive within "
                                + limits.bodyDeadline().toSeconds()
                                + " s.")
                .with("Connection", "close")
                .asException();
    }
}
