package org.moqgateway.client.http;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.moqgateway.client.http.Notices.Notice;
import org.moqgateway.client.http.SignallingException.Kind;
import org.moqgateway.core.ice.IceServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// Dials with OkHttp: HTTP/1.1 and HTTP/2, no proxy, no cookies. Any thread.
///
/// What a server names (redirects, `Location`) is followed only to where [ReachRule] lets it, and
/// the token goes to the endpoint's own origin alone.
public final class OkHttpSignalling implements Signalling {
    private static final Logger LOG = LoggerFactory.getLogger(OkHttpSignalling.class);
    private static final String SDP = "application/sdp";

    private final Requests requests;
    private final Clock clock;
    private final Notices notices = new Notices();

    /// Signalling with no connection yet.
    ///
    /// @param version of the gateway, for `User-Agent`
    public OkHttpSignalling(String version) {
        this(version, HostLookup.SYSTEM, Clock.systemUTC());
    }

    OkHttpSignalling(String version, HostLookup lookup, Clock clock) {
        this.requests = new Requests("moq-gateway/" + version, lookup);
        this.clock = clock;
    }

    /// A thread that is interrupted here returns at once. Should the server have made a session
    /// all the same, it is told a little later that nobody wants it.
    @Override
    public SignallingSession offer(Endpoint endpoint, String offerSdp)
            throws SignallingException, InterruptedException {
        Ask ask =
                new Ask(
                        endpoint,
                        "POST",
                        Urls.of(endpoint),
                        null,
                        new Ask.Content(SDP, offerSdp),
                        Optional.of(SDP),
                        Optional.empty(),
                        endpoint.requestTimeout());
        Requests.Running begun = requests.begin(ask);
        try {
            return session(endpoint, Requests.result(begun.answer()));
        } catch (SignallingException e) {
            Optional<Answer> head = begun.exchange().accepted();
            if (head.isPresent()) {
                var _ = requests.farewell(() -> leave(endpoint, head.get()));
            }
            throw e;
        } catch (InterruptedException e) {
            var _ = requests.farewell(() -> abandon(endpoint, begun));
            throw e;
        }
    }

    private void abandon(Endpoint endpoint, Requests.Running begun) {
        begun.exchange().giveUp();
        long end = System.nanoTime() + Requests.FAREWELL.toNanos();
        var _ = Requests.awaitUninterruptibly(begun.answer(), end);
        begun.cancel();
        begun.exchange().accepted().ifPresent(head -> leave(endpoint, head));
    }

    /// Ends the session that a server has made, if it has named one, when nobody uses it. Not over
    /// the connection of its answer, which may be what was wrong.
    private void leave(Endpoint endpoint, Answer head) {
        if (head.headers().get("Location") == null) {
            return;
        }
        try {
            Optional<SessionUrl> url = sessionUrl(endpoint, head).map(SessionUrl::anew);
            opened(endpoint, head, url, List.of()).delete();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpSession opened(
            Endpoint endpoint,
            Answer answer,
            Optional<SessionUrl> sessionUrl,
            List<IceServer> iceServers) {
        boolean counterOffer = answer.status() == 406;
        return new HttpSession(
                requests,
                clock,
                notices,
                new HttpSession.Opened(endpoint, answer, sessionUrl, counterOffer, iceServers));
    }

    private HttpSession session(Endpoint endpoint, Answer answer)
            throws SignallingException, InterruptedException {
        boolean accepted = answer.status() == 201 || answer.status() == 200;
        boolean counterOffer = answer.status() == 406 && isSdp(answer);
        if (!accepted && !counterOffer) {
            throw Refusals.of(answer, clock);
        }
        if (!isSdp(answer)) {
            throw noSdp(answer);
        }
        if (!answer.type().equals(SDP)) {
            log(endpoint, Notice.TYPE, Level.WARN)
                    .log(
                            "{} calls its SDP '{}': {} would be right",
                            Words.of(answer.url()),
                            Words.clean(answer.type()),
                            SDP);
        }
        Optional<SessionUrl> sessionUrl = sessionUrl(endpoint, answer);
        if (counterOffer && sessionUrl.isEmpty()) {
            throw new SignallingException(
                    Kind.BROKEN,
                    answer.status(),
                    Optional.empty(),
                    Words.of(answer.url())
                            + " makes an offer of its own (406) and names no session URL that"
                            + " could be answered");
        }
        return opened(endpoint, answer, sessionUrl, iceServers(endpoint, answer));
    }

    private List<IceServer> iceServers(Endpoint endpoint, Answer answer) {
        IceLinks.Found found = IceLinks.of(answer.headers().values("Link"));
        if (found.unusable() > 0) {
            log(endpoint, Notice.ICE_SERVERS, Level.INFO)
                    .log(
                            "{} of the links or ICE servers of {} cannot be used{}{}",
                            found.unusable(),
                            Words.of(answer.url()),
                            found.fault().isEmpty() ? "" : ": ",
                            found.fault());
        }
        return found.servers();
    }

    private LoggingEventBuilder log(Endpoint endpoint, Notice notice, Level first) {
        return LOG.atLevel(notices.level(endpoint, notice, first));
    }

    private static boolean isSdp(Answer answer) {
        return answer.text().startsWith("v=0");
    }

    private static SignallingException noSdp(Answer answer) {
        String type = answer.type().isEmpty() ? "no type" : Words.clean(answer.type());
        String hint = answer.type().equals("text/html") ? ": is it the URL of a page?" : "";
        return new SignallingException(
                Kind.BROKEN,
                answer.status(),
                Optional.empty(),
                Words.of(answer.url())
                        + " answered "
                        + answer.status()
                        + " with "
                        + (answer.body().size() == 0 ? "nothing" : "no SDP, but " + type)
                        + hint);
    }

    /// Media matters more than the end of the session, so an answer whose session URL is missing or
    /// must not be used is good, but for that.
    private Optional<SessionUrl> sessionUrl(Endpoint endpoint, Answer answer)
            throws InterruptedException {
        HttpUrl url = location(answer);
        if (url == null) {
            log(endpoint, Notice.NO_SESSION_URL, Level.WARN)
                    .log(
                            "{} names no session URL (Location): it will not be told of the end",
                            Words.of(answer.url()));
            return Optional.empty();
        }
        try {
            Target target =
                    requests.targets()
                            .named(
                                    endpoint,
                                    url,
                                    answer.target(),
                                    Deadline.after(endpoint.requestTimeout()));
            return Optional.of(new SessionUrl(url, target));
        } catch (SignallingException | IOException e) {
            log(endpoint, Notice.SESSION_URL, Level.WARN)
                    .log(
                            "the session URL {} cannot be used, its server will not be told of the"
                                    + " end: {}",
                            Words.of(url),
                            e.getMessage());
            return Optional.empty();
        }
    }

    /// Servers behind a proxy that ends TLS take themselves for plain ones.
    private static @Nullable HttpUrl location(Answer answer) {
        String named = answer.headers().get("Location");
        HttpUrl url = named == null ? null : answer.url().resolve(named);
        if (url == null) {
            return null;
        }
        HttpUrl.Builder plain = url.newBuilder().username("").password("").fragment(null);
        boolean downgraded =
                answer.url().isHttps() && !url.isHttps() && url.host().equals(answer.url().host());
        return downgraded ? plain.scheme("https").port(answer.url().port()).build() : plain.build();
    }

    /// Waits a few seconds for sessions that are being ended.
    @Override
    public void close() {
        requests.close();
    }
}
