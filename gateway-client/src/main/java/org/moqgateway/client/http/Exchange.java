package org.moqgateway.client.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.moqgateway.client.http.SignallingException.Kind;

/// One request with all its redirects (RFC 9725 §4.5, RFC 9110 §15.4). Runs once, on one thread;
/// [#cancel] comes from any.
final class Exchange implements Callable<Answer> {
    /// Bytes of an answer's body, whatever its encoding.
    static final int MOST_BODY_BYTES = 128 * 1024;

    /// Of a refusal's body, which is only read for its reason.
    static final int MOST_REASON_BYTES = 8 * 1024;

    static final int MOST_HEADER_BYTES = 64 * 1024;
    static final int MOST_REDIRECTS = 5;

    private final Ask ask;
    private final Targets targets;
    private final String userAgent;
    private volatile @Nullable Call running;
    private volatile boolean cancelled;
    private volatile boolean unwanted;
    private volatile @Nullable Answer accepted;

    Exchange(Ask ask, Targets targets, String userAgent) {
        this.ask = ask;
        this.targets = targets;
        this.userAgent = userAgent;
    }

    /// Ends it as soon as may be.
    void cancel() {
        cancelled = true;
        Call call = running;
        if (call != null) {
            call.cancel();
        }
    }

    /// Whether somebody did.
    boolean cancelled() {
        return cancelled;
    }

    /// Ends it as soon as it is known whether the server has [#accepted].
    void giveUp() {
        unwanted = true;
        if (accepted != null) {
            cancel();
        }
    }

    /// The head of the answer with which the server has accepted, whatever becomes of the body.
    Optional<Answer> accepted() {
        return Optional.ofNullable(accepted);
    }

    /// What came back in the end.
    ///
    /// @throws SignallingException when nothing did, or nothing that may be used
    @Override
    public Answer call() throws SignallingException, InterruptedException {
        Deadline deadline = Deadline.after(ask.within());
        HttpUrl url = ask.url();
        Target target = ask.known();
        List<HttpUrl> trail = new ArrayList<>();
        while (true) {
            trail.add(url);
            Answer answer;
            try {
                if (target == null) {
                    target = targets.typed(ask.endpoint(), url, deadline);
                }
                answer = once(target, url, deadline);
            } catch (IOException e) {
                throw Failures.of(e, url, target, deadline);
            }
            if (answer.status() < 300 || answer.status() > 399) {
                return answer;
            }
            url = next(answer, trail);
            try {
                target = targets.named(ask.endpoint(), url, target, deadline);
            } catch (IOException e) {
                throw Failures.of(e, url, target, deadline);
            }
        }
    }

    /// Where a redirect leads.
    private static HttpUrl next(Answer answer, List<HttpUrl> trail) throws SignallingException {
        String location = answer.headers().get("Location");
        HttpUrl to = location == null ? null : answer.url().resolve(location);
        if (answer.status() != 307 && answer.status() != 308) {
            String where = to == null ? "" : " and names " + Words.of(to);
            throw broken(
                    answer,
                    "answered "
                            + answer.status()
                            + where
                            + ": only 307 and 308 redirect such a request");
        }
        if (to == null) {
            String said = location == null ? "no Location" : "'" + Words.clean(location) + "'";
            throw broken(answer, "redirects with " + answer.status() + " to " + said);
        }
        HttpUrl plain = to.newBuilder().username("").password("").fragment(null).build();
        if (trail.contains(plain)) {
            throw broken(answer, "redirects in a circle: " + path(trail, plain));
        }
        if (trail.size() > MOST_REDIRECTS) {
            throw broken(
                    answer,
                    "redirects more than " + MOST_REDIRECTS + " times: " + path(trail, plain));
        }
        return plain;
    }

    private static String path(List<HttpUrl> trail, HttpUrl last) {
        return trail.stream().map(Words::of).collect(Collectors.joining(" → "))
                + " → "
                + Words.of(last);
    }

    private static SignallingException broken(Answer answer, String what) {
        return new SignallingException(
                Kind.BROKEN,
                answer.status(),
                Optional.empty(),
                Words.of(answer.url()) + " " + what);
    }

    private Answer once(Target target, HttpUrl url, Deadline deadline)
            throws IOException, SignallingException {
        boolean ours = Target.sameOrigin(Urls.of(ask.endpoint()), url);
        Call call = target.client().newCall(request(url, ours));
        call.timeout().timeout(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        target.sockets().begin();
        running = call;
        if (cancelled) {
            call.cancel();
        }
        try (Response response = call.execute()) {
            Answer head =
                    new Answer(
                            url,
                            target,
                            response.code(),
                            response.headers(),
                            ByteString.EMPTY,
                            !ours && ask.endpoint().token().isPresent());
            return head.accepted()
                    ? inTime(call, response, head, deadline)
                    : whole(call, response, head);
        } finally {
            running = null;
        }
    }

    private Answer inTime(Call call, Response response, Answer head, Deadline deadline)
            throws IOException, SignallingException {
        accepted = head;
        if (unwanted) {
            cancel();
        }
        try {
            return whole(call, response, head);
        } catch (InterruptedIOException e) {
            if (cancelled || !ask.method().equals("POST")) {
                throw e;
            }
            SignallingException late =
                    broken(head, "did not end its answer within " + Words.of(deadline.within()));
            late.initCause(e);
            throw late;
        }
    }

    private static Answer whole(Call call, Response response, Answer head)
            throws IOException, SignallingException {
        if (response.headers().byteCount() > MOST_HEADER_BYTES) {
            throw Failures.tooLarge(head.url(), head.status(), MOST_HEADER_BYTES, "headers");
        }
        return head.with(body(call, response, head));
    }

    private Request request(HttpUrl url, boolean ours) throws SignallingException {
        Ask.Content content = ask.content();
        RequestBody body =
                content == null
                        ? null
                        : RequestBody.create(
                                content.text().getBytes(StandardCharsets.UTF_8),
                                MediaType.get(content.type()));
        Request.Builder request =
                new Request.Builder()
                        .url(url)
                        .method(ask.method(), body)
                        .header("User-Agent", userAgent);
        ask.accept().ifPresent(type -> request.header("Accept", type));
        ask.ifMatch().ifPresent(tag -> request.header("If-Match", tag));
        if (ours) {
            BearerToken.header(ask.endpoint())
                    .ifPresent(token -> request.header("Authorization", token));
        }
        return request.build();
    }

    /// What was inflated counts, so that a small answer cannot become a large one.
    private static ByteString body(Call call, Response response, Answer head)
            throws IOException, SignallingException {
        int most = head.accepted() ? MOST_BODY_BYTES : MOST_REASON_BYTES;
        ResponseBody body = response.body();
        BufferedSource source = body.source();
        Buffer read = new Buffer();
        try {
            while (read.size() <= most && source.read(read, most + 1 - read.size()) >= 0) {
                // Goes on until the end or the limit.
            }
        } catch (SocketException | InterruptedIOException | EOFException e) {
            throw e;
        } catch (IOException e) {
            throw packed(response) && !call.isCanceled() ? new ProtocolException("no gzip") : e;
        }
        if (read.size() > most) {
            // Else the rest would be waited for, to keep the connection.
            call.cancel();
            if (head.accepted()) {
                throw Failures.tooLarge(head.url(), head.status(), most, "body");
            }
        }
        return read.readByteString(Math.min(read.size(), most));
    }

    /// OkHttp inflates unasked.
    private static boolean packed(Response response) {
        Response raw = response.networkResponse();
        return raw != null && "gzip".equalsIgnoreCase(raw.header("Content-Encoding"));
    }
}
