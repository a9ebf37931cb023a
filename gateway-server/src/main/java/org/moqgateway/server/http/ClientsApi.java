package org.moqgateway.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.moqgateway.client.ClientControl;
import org.moqgateway.client.ClientStatus;
import org.moqgateway.client.ClientStatus.Trouble;
import org.moqgateway.server.config.Word;

/// The clients of this process: how they are doing, for those who may see everything, and their
/// start and stop, for administrators. The path of a URL may be a secret, for instance the key of a
/// stream, and errors name hosts and files: where everybody may see everything, only administrators
/// and this machine are told of them.
final class ClientsApi {
    /// The list.
    static final String PATH = "/api/clients";

    /// Above each of them.
    private static final String PREFIX = PATH + "/";

    private static final String START = "/start";
    private static final String STOP = "/stop";
    private static final String ACTION_ALLOW = "POST, OPTIONS";

    private final ClientControl clients;
    private final AdminAccess admin;
    private final Guards guards;
    private final InstantSource clock;

    ClientsApi(ClientControl clients, AdminAccess admin, Guards guards, InstantSource clock) {
        this.clients = clients;
        this.admin = admin;
        this.guards = guards;
        this.clock = clock;
    }

    void register(RoutesConfig routes) {
        routes.get(PATH, this::list);
        routes.head(PATH, this::list);
        routes.options(PATH, this::options);
        String one = PREFIX + "<name>";
        routes.get(one, this::one);
        routes.head(one, this::one);
        routes.post(one, this::act);
        routes.options(one, this::options);
    }

    /// What a path here allows; empty for a path of elsewhere.
    static String allow(String path) {
        if (path.equals(PATH)) {
            return StatusApi.ALLOW;
        }
        if (!path.startsWith(PREFIX) || path.length() == PREFIX.length()) {
            return "";
        }
        return isAction(path) ? ACTION_ALLOW : StatusApi.ALLOW;
    }

    /// `{"clients":[{"name":…,"role":"subscribe",…}],"control":"token"}`; `control` is what it
    /// takes to start and stop them, as [AdminAccess#needs] tells it.
    private void list(Context ctx) {
        boolean whole = read(ctx);
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode list = root.putArray("clients");
        clients.statuses().forEach(client -> write(list.addObject(), client, whole));
        root.put("control", admin.needs());
        StatusApi.json(ctx, root);
    }

    private void one(Context ctx) {
        String path = ctx.req().getRequestURI();
        if (isAction(path)) {
            throw notAllowed(path);
        }
        boolean whole = read(ctx);
        answer(ctx, name(path.substring(PREFIX.length())), whole);
    }

    /// Starts or stops one; one that is so already stays so. 200 with how it is doing.
    private void act(Context ctx) {
        String path = ctx.req().getRequestURI();
        if (!isAction(path)) {
            throw notAllowed(path);
        }
        guards.rate().check(ctx);
        admin.check(ctx);
        boolean starts = path.endsWith(START);
        String name =
                name(
                        path.substring(
                                PREFIX.length(), path.length() - (starts ? START : STOP).length()));
        if (!(starts ? clients.start(name) : clients.stop(name))) {
            throw notFound();
        }
        answer(ctx, name, true);
    }

    private void options(Context ctx) {
        String allow = allow(ctx.req().getRequestURI());
        ctx.header("Allow", allow);
        guards.cors().preflight(ctx, allow);
        ctx.status(204);
    }

    /// Lets those pass who may see everything. Whoever tries tokens may not do so at any rate.
    ///
    /// @return whether they may see paths and errors too
    private boolean read(Context ctx) {
        if (admin.shown(ctx)) {
            return true;
        }
        if (admin.mistaken(ctx)) {
            guards.rate().check(ctx);
        }
        guards.access().everything(ctx);
        return !guards.access().isOpenToAll() || admin.isLocal(ctx);
    }

    private void answer(Context ctx, String name, boolean whole) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        write(root, clients.status(name).orElseThrow(ClientsApi::notFound), whole);
        StatusApi.json(ctx, root);
    }

    /// A session's id is not told: whoever knows it may end the session by its URL.
    private void write(ObjectNode json, ClientStatus client, boolean whole) {
        json.put("name", client.name());
        json.put("role", Word.of(client.role()));
        json.put("url", whole ? client.url() : origin(client.url()));
        json.put("broadcast", client.broadcast());
        json.put("state", Word.of(client.state()));
        json.put("since", client.since().toString());
        json.put("uptimeSeconds", client.liveSince().map(this::secondsSince).orElse(0.0));
        json.put("attempts", client.attempts());
        json.put("lastError", whole ? client.lastError().map(Trouble::message).orElse(null) : null);
        json.put(
                "lastErrorSecondsAgo",
                client.lastError().map(error -> secondsSince(error.at())).orElse(null));
        json.put("failing", failing(client));
        json.put("nextAttemptSeconds", client.nextAttempt().map(this::secondsTo).orElse(null));
        SessionJson.problems(json.putArray("problems"), client.problems());
        json.put("bitrateBps", client.bitrateBps());
        json.put("whole", whole);
    }

    private static String origin(String url) {
        URI whole = URI.create(url);
        return whole.getScheme() + "://" + whole.getRawAuthority();
    }

    /// Whether the last error is what keeps a client from its work: not one that is over.
    private static boolean failing(ClientStatus client) {
        return switch (client.state()) {
            case RETRYING -> true;
            case ENDED ->
                    client.lastError()
                            .filter(error -> !error.at().isBefore(client.since()))
                            .isPresent();
            case STOPPED, WAITING, CONNECTING, LIVE -> false;
        };
    }

    private double secondsSince(Instant begin) {
        return seconds(begin, clock.instant());
    }

    private double secondsTo(Instant end) {
        return seconds(clock.instant(), end);
    }

    private static double seconds(Instant begin, Instant end) {
        return Math.max(0, Duration.between(begin, end).toMillis()) / 1000.0;
    }

    private static boolean isAction(String path) {
        return path.endsWith(START) || path.endsWith(STOP);
    }

    private static String name(String raw) {
        return switch (BroadcastPath.parse(raw)) {
            case BroadcastPath.Valid(String name) -> name;
            case BroadcastPath.Invalid _ -> throw notFound();
        };
    }

    private static Problem.ProblemException notFound() {
        return Problem.of(404, "There is no client of this name.").asException();
    }

    private static Problem.ProblemException notAllowed(String path) {
        String allow = allow(path);
        return Problem.of(405, "Only these methods are allowed here: " + allow + ".")
                .with("Allow", allow)
                .asException();
    }
}
